import { z } from 'zod';
import { createEndpointRoute } from '../../../lambdas/contracts/endpoints.contract';
import { readVerifyingKey } from '../../../lambdas/core/webhooks/signing-key';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { startReceiver } from './webhook-receiver';

const made = z.looseObject({ id: z.string(), verifyWith: z.string() });

/** `tocsin listen [--port N] [--key KEY]` */
export async function listen(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('listen takes options alone');
  const given = args.one('key');
  if (given !== undefined && !isKey(given)) {
    throw usage('--key is what your endpoint verifies with: whpk_… or whsec_…');
  }
  const keys = given === undefined ? [] : [given];
  const receiver = await startReceiver({
    port: wholeNumber(args, 'port', { least: 0, most: 65_535 }) ?? 0,
    keys: () => keys,
    onWebhook: (webhook) => void print(io.stdout, JSON.stringify(webhook)),
    onRefused: (reason) => void print(io.stderr, `refused what came: ${reason}`),
  });
  try {
    const leave = given === undefined ? await join(receiver.url, keys, args, io) : undefined;
    await print(io.stderr, `listening on ${receiver.url} until ^C`);
    if (!io.signal.aborted) {
      await new Promise((end) => io.signal.addEventListener('abort', end, { once: true }));
    }
    await leave?.();
  } finally {
    receiver.stop();
  }
  return exitCodes.ok;
}

/** Makes an endpoint of this receiver. Answers how it is removed, which must outlive the ^C that ends all else. */
async function join(
  url: string,
  keys: string[],
  args: Arguments,
  io: Io,
): Promise<() => Promise<void>> {
  const { client } = connect(args, io, progressBar(io));
  const lasting = { ...io, signal: new AbortController().signal };
  const { client: last } = connect(args, lasting, progressBar(io));
  const body = JSON.stringify({ url, payload: args.has('full') ? 'full' : 'thin' });
  const { path } = createEndpointRoute;
  const { id, verifyWith } = await client.call({ method: 'POST', path, body, reply: made });
  keys.push(verifyWith);
  const remove = () => removeEndpoint(id, last);
  try {
    const activation = `${path}/${id}/activation`;
    await client.call({ method: 'POST', path: activation, reply: z.unknown() });
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

async function removeEndpoint(id: string, client: ExchangeClient): Promise<void> {
  const path = `${createEndpointRoute.path}/${id}`;
  await client.call({ method: 'DELETE', path, reply: z.unknown() });
}

function isKey(text: string): boolean {
  try {
    readVerifyingKey(text);
    return true;
  } catch {
    return false;
  }
}
