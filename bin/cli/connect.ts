import type { Arguments, Io } from './command';
import { type Connection, readBaseUrl, readConnection } from './connection';
import { type ExchangeClient, exchangeClient } from './exchange-client';
import { wholeNumber } from './option-values';
import type { ProgressBar } from './progress-bar';

/** The exchange that the options name; on a terminal it says when it has to wait. */
export function connect(
  args: Arguments,
  io: Io,
  bar: ProgressBar,
): { readonly connection: Connection; readonly client: ExchangeClient } {
  const connection = readConnection(args, io);
  return { connection, client: clientOf(connection, args, io, bar) };
}

/** The same for what needs no credential. `base` is an address that was given in another way. */
export function connectPublicly(args: Arguments, io: Io, bar: ProgressBar, base?: string) {
  const baseUrl = readBaseUrl(args, io, base);
  return { baseUrl, client: clientOf({ baseUrl }, args, io, bar) };
}

function clientOf(
  destination: Parameters<typeof exchangeClient>[0],
  args: Arguments,
  io: Io,
  bar: ProgressBar,
): ExchangeClient {
  const { baseUrl } = destination;
  const patienceSeconds = wholeNumber(args, 'patience', { least: 0, most: 86_400 }) ?? 60;
  if (isInTheClear(baseUrl)) {
    io.stderr.write('tocsin: this URL is not https: others on the way can read the credential\n');
  }
  const onRetry = (why: string) => {
    bar.clear();
    if (io.isTerminal) io.stderr.write(`waiting for ${baseUrl}: ${why}\n`);
  };
  return exchangeClient(destination, { signal: io.signal, patienceSeconds, onRetry });
}

function isInTheClear(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}
