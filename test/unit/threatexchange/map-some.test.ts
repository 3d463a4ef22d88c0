import { mapSome } from '../../../lambdas/threatexchange/map-some';

it('makes so many at a time, in their order, without those of which nothing was made', async () => {
  let [running, most] = [0, 0];
  const all = Array.from({ length: 100 }, (_, n) => n);

  const made = await mapSome(all, async (n) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, n % 3));
    running -= 1;
    return n % 2 === 0 ? `${n}` : undefined;
  });

  expect(made).toEqual(all.filter((n) => n % 2 === 0).map((n) => [n, `${n}`]));
  expect(most).toBe(16);
});
