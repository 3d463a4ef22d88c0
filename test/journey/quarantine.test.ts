import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, newFolder, start } from '../support/npm-start';

afterAll(endAll);

/** Seconds until it is so; after three hundred it is given up. */
async function untilSo(isSo: () => Promise<boolean>): Promise<number> {
  const since = performance.now();
  while (!(await isSo())) {
    if (performance.now() - since > 300_000) break;
    await new Promise((tick) => setTimeout(tick, 200));
  }
  return (performance.now() - since) / 1000;
}

describe('a member that is quarantined while real processes read', () => {
  it('is refused and hidden within 60 s, and what it said is withheld when the walk is over', async () => {
    const data = newFolder();
    await start(data);
    const { baseUrl, members, operator } = JSON.parse(
      readFileSync(join(data, 'credentials.json'), 'utf8'),
    );
    const [{ id, token }, other] = members;
    const send = (as: string, method: string, path: string, body?: object) =>
      fetch(baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
    const audience = { community: true };
    const opinion = { value: 'quarantined.example', status: 'MALICIOUS', audience };
    await send(token, 'POST', '/v1/descriptors', opinion);
    const found = async () =>
      (await send(other.token, 'GET', '/v1/indicators?value=quarantined.example')).status;
    await untilSo(async () => (await found()) === 200);
    await send(token, 'GET', '/v1/feeds');

    const decision = { state: 'quarantined', reason: 'a drill', version: 0 };
    const decided = await send(operator.token, 'POST', `/v1/members/${id}/state`, decision);
    const write = await send(token, 'POST', '/v1/descriptors', opinion);
    const [refused, hidden] = await Promise.all([
      untilSo(async () => (await send(token, 'GET', '/v1/feeds')).status === 401),
      untilSo(async () => (await found()) === 404),
    ]);
    const over = await untilSo(async () => {
      const answer = await send(operator.token, 'GET', `/v1/members/${id}/state`);
      return ((await answer.json()) as { sweep: object | null }).sweep === null;
    });

    const figures = { refused, hidden, over: Math.max(refused, hidden) + over };
    process.stdout.write(`quarantined, seconds until: ${JSON.stringify(figures)}\n`);
    expect([decided.status, write.status]).toEqual([200, 401]);
    expect(Math.max(refused, hidden)).toBeLessThan(60);
    expect(await found()).toBe(404);
  }, 400_000);
});
