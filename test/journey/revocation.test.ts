import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, newFolder, start } from '../support/npm-start';

afterAll(endAll);

/** Seconds from the answer to the revocation until a request is refused. */
async function untilRefused(ask: () => Promise<number>): Promise<number> {
  const since = performance.now();
  while ((await ask()) !== 401) {
    if (performance.now() - since > 60_000) break;
    await new Promise((tick) => setTimeout(tick, 100));
  }
  return (performance.now() - since) / 1000;
}

describe('a credential that is revoked while real processes read with it', () => {
  it('is refused by a write at once, and by every read within 30 s', async () => {
    const data = newFolder();
    await start(data);
    const read = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
    const { baseUrl, members } = read;
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
    for (const path of reads) await send(token, 'GET', path);

    await send(admin, 'DELETE', `/v1/credentials/${id}`);
    const write = await send(token, 'DELETE', '/v1/descriptors/1');
    const seconds = await Promise.all(
      reads.map((path) => untilRefused(async () => (await send(token, 'GET', path)).status)),
    );

    process.stdout.write(`reads were refused after ${seconds.map((s) => s.toFixed(1))} s\n`);
    expect(write.status).toBe(401);
    expect(Math.max(...seconds)).toBeLessThan(31);
  }, 120_000);
});
