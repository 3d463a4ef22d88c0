import type { Arguments, Io } from './command';
import { type Connection, readConnection } from './connection';
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
  const patienceSeconds = wholeNumber(args, 'patience', { least: 0, most: 86_400 }) ?? 60;
  if (isInTheClear(connection.baseUrl)) {
    io.stderr.write('tocsin: this URL is not https: others on the way can read the credential\n');
  }
  const onRetry = (why: string) => {
    bar.clear();
    if (io.isTerminal) io.stderr.write(`waiting for ${connection.baseUrl}: ${why}\n`);
  };
  const client = exchangeClient(connection, { signal: io.signal, patienceSeconds, onRetry });
  return { connection, client };
}

function isInTheClear(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}
