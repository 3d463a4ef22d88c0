import { pidsOf } from '../../../bench/cpu';
import { eventually, startFixture } from '../../support/local-cloud-fixture';

const fixture = startFixture();

afterAll(async () => (await fixture).end());

const childrenOfAnHttpFunction = 4;
const waitingOfAll = 64;

/** Children that run the function, asked of the operating system. */
async function untilRunning(count: number): Promise<void> {
  const { cloud } = await fixture;
  const name = cloud.routes[0]?.split(' → ')[1] ?? '';
  await eventually(async () => (pidsOf(process.pid, name).length === count ? true : undefined));
}

async function put(id: string, signal?: AbortSignal): Promise<Response | undefined> {
  const { cloud } = await fixture;
  const url = `${cloud.url}/things/${id}`;
  return fetch(url, { method: 'PUT', signal: signal ?? null }).catch(() => undefined);
}

describe('more requests than a function can take', () => {
  it('are refused at the door with when to come again; who left while waiting is not served any more', async () => {
    const { cloud } = await fixture;
    const sleepers = Array.from({ length: childrenOfAnHttpFunction }, () =>
      fetch(`${cloud.url}/answers/sleep`),
    );
    await untilRunning(childrenOfAnHttpFunction);
    const leaving = new AbortController();
    const refused: Response[] = [];

    const waiting = Array.from({ length: waitingOfAll + 8 }, async (_, at) => {
      const response = await put(`left-${at}`, leaving.signal);
      if (response) refused.push(response);
    });
    await eventually(async () => (refused.length === 8 ? true : undefined));
    leaving.abort();
    await Promise.all([...waiting, ...sleepers]);
    const later = await put('later');
    await cloud.idle();

    const told = refused.map(({ status, headers }) => [status, headers.get('retry-after')]);
    expect(told).toEqual(Array(8).fill([503, '1']));
    expect(later?.status).toBe(200);
    const seen = [];
    for (const id of ['later', ...waiting.map((_, at) => `left-${at}`)]) {
      seen.push((await fetch(`${cloud.url}/things/${id}`)).status);
    }
    expect(seen).toEqual([200, ...Array(waiting.length).fill(404)]);
  });
});
