import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../cli/notify/webhook-receiver';
import { callApi } from './api';
import type { Community } from './seed';

type Member = Community['members'][number];

interface FoundMatch {
  readonly id: string;
  readonly objectId: string;
  readonly matchedAt: number;
}

const patienceMilliseconds = 10_000;

/**
 * What the exchange is for, once and in the open: a member watches a domain, another publishes below it, and a receiver in
 * this process is told. Endpoint and watch are removed at the end.
 */
export async function showTelling(
  { baseUrl, members }: Community,
  say: (line: string) => void,
): Promise<void> {
  const [publisher, listener] = members;
  if (!publisher || !listener) return;
  const asListener = <T>(line: string, body?: unknown) =>
    callApi<T>(baseUrl, listener.token, line, body);
  const keys: string[] = [];
  const told = Promise.withResolvers<number>();
  const receiver = await startReceiver({
    port: 0,
    keys: () => keys,
    onWebhook: () => told.resolve(Date.now()),
    onRefused: (reason) => told.reject(new Error(`a webhook was refused: ${reason}`)),
  });
  const endpoint = await asListener<{ id: string; verifyWith: string }>('POST /v1/endpoints', {
    url: receiver.url,
  });
  keys.push(endpoint.verifyWith);
  await asListener(`POST /v1/endpoints/${endpoint.id}/activation`);
  const watch = await asListener<{ id: string }>('POST /v1/watches', {
    name: 'Our brand',
    conditions: [{ below: ['alder-login.example'] }],
  });
  try {
    await trace({ baseUrl, members }, told.promise, say);
  } finally {
    receiver.stop();
    await remove(baseUrl, listener, `/v1/watches/${watch.id}`);
    await remove(baseUrl, listener, `/v1/endpoints/${endpoint.id}`);
  }
}

async function trace(
  { baseUrl, members: [publisher, listener] }: Pick<Community, 'baseUrl' | 'members'>,
  webhook: Promise<number>,
  say: (line: string) => void,
): Promise<void> {
  if (!publisher || !listener) return;
  const audience = { community: true };
  const body = { value: 'secure.alder-login.example', status: 'MALICIOUS', audience };
  const sent = Date.now();
  const line = 'POST /v1/descriptors';
  const { id } = await callApi<{ id: string }>(baseUrl, publisher.token, line, body);
  const acknowledged = Date.now();
  const arrived = await within(webhook);
  const { matches } = await callApi<{ matches: FoundMatch[] }>(
    baseUrl,
    listener.token,
    'GET /v1/matches?limit=10',
  );
  const match = matches.find(({ objectId }) => objectId === id);
  const indexed = await indexedAt(baseUrl, publisher, id, sent);
  const since = (milliseconds: number) =>
    `${String(Math.max(0, Math.round(milliseconds - acknowledged))).padStart(5)} ms`;
  say('');
  say(`${publisher.name} published ${body.value}; ${listener.name} watches what is above it:`);
  say(
    `  acknowledged                ${since(acknowledged)}   (${acknowledged - sent} ms after it was sent)`,
  );
  say(`  indexed for ${indexed.audiences} audiences     ${since(indexed.at)}`);
  say(`  matched                     ${since((match?.matchedAt ?? 0) / 1000)}`);
  say(`  signed delivery verified    ${since(arrived)}`);
}

interface Page {
  readonly changes: readonly { readonly id: string; readonly version: number }[];
}

/** In the community and in its owner's own audience; the version of a change is its place, a time. */
async function indexedAt(baseUrl: string, { id: owner, token }: Member, id: string, sent: number) {
  const places: number[] = [];
  for (const audience of ['community', `member:${owner}`]) {
    const line = `GET /v1/feeds/${audience}?after=${(sent - 1000) * 1000}`;
    const { changes } = await callApi<Page>(baseUrl, token, line);
    places.push(...changes.filter((each) => each.id === id).map(({ version }) => version / 1000));
  }
  return { audiences: places.length, at: Math.max(...places) };
}

async function within(webhook: Promise<number>): Promise<number> {
  const late = sleep(patienceMilliseconds, undefined, { ref: false }).then(() => {
    throw new Error(`no webhook came within ${patienceMilliseconds / 1000} s`);
  });
  return Promise.race([webhook, late]);
}

async function remove(baseUrl: string, { token }: Member, path: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await fetch(baseUrl + path, { method: 'DELETE', headers });
}
