import fc from 'fast-check';
import { unionOf } from '../../../lambdas/core/share-plan';
import { planStore } from '../../../lambdas/store/plan-store';
import { communities } from '../../support/community';
import {
  cast,
  changeWorld,
  draftOf,
  type Round,
  round,
  type SharingWorld,
  sharingWorld,
  shownTo,
} from '../../support/sharing-worlds';

/** `PLAN_WORLDS=1000 npx jest same-as-enforced` tries any number; each has four rounds. */
const worlds = Number(process.env['PLAN_WORLDS'] ?? 12);

const { community, newClient } = communities({ withBareClients: true });

/** What a plan says of a draft, and to whom it is then shown. */
async function planAndPublish(world: SharingWorld, one: Round, value: string) {
  const { call, index, client, tables } = world;
  const [writer] = world.members;
  if (!writer) throw new Error('nobody writes');
  const { token } = writer;
  const draft = draftOf(world, one, value);
  const planned = await call('POST /v1/share-plans', { token, body: { descriptors: [draft] } });
  const { planId, results } = planned.body;
  const published = await call('POST /v1/descriptors', { token, body: { ...draft, planId } });
  await index();
  const plan = await planStore(client, tables.limits).read(writer.id, planId);
  const shown = await shownTo(world, { id: published.body.id, value });
  return { result: results[0], published, shown, plan };
}

describe('what a plan says of who would see a draft', () => {
  it(
    `is who sees it by value, by id and in a feed, in ${worlds} worlds of four rounds`,
    async () => {
      let refused = 0;
      let shut = 0;
      const same = fc.asyncProperty(
        cast,
        fc.array(round, { minLength: 4, maxLength: 4 }),
        async (made, rounds) => {
          const client = newClient();
          const world = await sharingWorld({ ...(await community({ client })), client }, made);
          for (const [at, one] of rounds.entries()) {
            await changeWorld(world, one);

            const { result, published, shown, plan } = await planAndPublish(
              world,
              one,
              `r${at}.example`,
            );

            if (result.problem) {
              refused += 1;
              expect(published.body.code).toBe(result.problem.code);
              continue;
            }
            const seen = [...new Set([...shown.byValue, ...shown.byId, ...shown.inFeeds])].sort();
            const recipients = [
              ...unionOf(plan?.recipients ?? new Map(), plan?.audiences ?? []),
            ].sort();
            expect(published.status).toBe(201);
            expect([shown.byId, shown.inFeeds]).toEqual([shown.byValue, shown.byValue]);
            expect(result.recipients.count).toBe(recipients.length);
            if (result.recipients.atLeast) shut += 1;
            expect(seen).toEqual(
              result.recipients.atLeast ? expect.arrayContaining(recipients) : recipients,
            );
          }
        },
      );

      await fc.assert(same, { numRuns: worlds, endOnFailure: true, seed: 4 });
      expect(refused).toBeLessThan(worlds * 3);
      expect(shut).toBeGreaterThan(0);
    },
    worlds * 20_000,
  );
});
