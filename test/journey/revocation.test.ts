import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, newFolder, start } from '../support/npm-start';

afterAll(endAll);

/** Seconds from the answer to the decision until it is felt. */
async function untilFelt(isFelt: () => Promise<boolean>): Promise<number> {
  const since = performance.now();
  while (!(await isFelt())) {
    if (performance.now() - since > 60_000) break;
    await new Promise((tick) => setTimeout(tick, 100));
  }
  return (performance.now() - since) / 1000;
}

const watchedSeconds = 32;
/** Six ask side by side: oftener than so their address would be told 429, which is neither an answer nor a refusal. */
const everyMilliseconds = 700;

interface Answered {
  readonly seconds: number;
  readonly status: number;
}

/** The last answer that was no refusal, by when it was asked for: of several processes each goes by a cache of its own. */
async function lastAnswered(ask: () => Promise<number>): Promise<Answered> {
  const since = performance.now();
  let last: Answered = { seconds: 0, status: 401 };
  for (let seconds = 0; seconds < watchedSeconds; seconds = (performance.now() - since) / 1000) {
    const status = await ask();
    if (status !== 401) last = { seconds, status };
    await new Promise((tick) => setTimeout(tick, everyMilliseconds));
  }
  return last;
}

describe('a credential that is revoked, and a member that is quarantined, while real processes read', () => {
  it('is refused by a write at once, by every read within 30 s, and what the member said is hidden within 25 s', async () => {
    const data = newFolder();
    await start(data);
    const read = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
    const { baseUrl, members, operator } = read;
    const send = (token: string, method: string, path: string, body?: object) =>
      fetch(baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
    const admin = members[0].token;
    const wanted = { name: 'leaver', role: 'analyst' };
    const issued = await send(admin, 'POST', '/v1/credentials', wanted);
    const { id, token } = (await issued.json()) as { id: string; token: string };
    const reads = ['/v1/me', '/v1/feeds', '/v1/indicators?value=evil.example'];
    const bad = members[1];
    const words = { value: 'bad.example', status: 'MALICIOUS', audience: { community: true } };
    await send(bad.token, 'POST', '/v1/descriptors', words);
    const isKnown = async () => {
      const answer = await send(admin, 'POST', '/v1/lookups', { values: [words.value] });
      return (
        ((await answer.json()) as { results: { known: boolean }[] }).results[0]?.known === true
      );
    };
    await untilFelt(isKnown);
    for (const path of reads) {
      for (const one of [token, bad.token]) await send(one, 'GET', path);
    }

    const state = { state: 'quarantined', reason: 'a test', version: 0 };
    const path = `/v1/members/${bad.id}/state`;
    const decided = await send(operator.token, 'POST', path, state);
    await send(admin, 'DELETE', `/v1/credentials/${id}`);
    const writes = [token, bad.token].map((one) => send(one, 'DELETE', '/v1/descriptors/1'));
    const refusedAt = (one: string) =>
      reads.map((line) => lastAnswered(async () => (await send(one, 'GET', line)).status));
    const [hidden, ...answered] = await Promise.all([
      untilFelt(async () => !(await isKnown())),
      ...[token, bad.token].flatMap(refusedAt),
    ]);

    const told = answered.map(({ seconds, status }) => `${seconds.toFixed(1)} (${status})`);
    process.stdout.write(
      `reads were answered until ${told} s, words hidden after ${hidden.toFixed(1)} s\n`,
    );
    expect(decided.status).toBe(200);
    expect((await Promise.all(writes)).map(({ status }) => status)).toEqual([401, 401]);
    expect(Math.max(...answered.map(({ seconds }) => seconds))).toBeLessThan(31);
    expect(hidden).toBeLessThan(25);
  }, 120_000);
});
