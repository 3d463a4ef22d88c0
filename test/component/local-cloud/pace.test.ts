import { Doorbell } from '../../../lib/local-cloud/doorbell';
import { Pace } from '../../../lib/local-cloud/pace';

async function restAfter(act: (doorbell: Doorbell) => void): Promise<number> {
  const doorbell = new Doorbell(undefined);
  const pace = new Pace(doorbell);
  for (let count = 0; count < 6; count += 1) {
    pace.look();
    await pace.rest();
  }
  pace.look();
  act(doorbell);
  const start = performance.now();
  await pace.rest();
  return performance.now() - start;
}

describe('Pace', () => {
  it('lets a reader that finds nothing rest for longer and longer', async () => {
    const rested = await restAfter(() => {});

    expect(rested).toBeGreaterThan(40);
  });

  it('does not rest through a write that came during the look', async () => {
    const rested = await restAfter((doorbell) => doorbell.ring());

    expect(rested).toBeLessThan(30);
  });
});
