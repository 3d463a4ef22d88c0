import fc from 'fast-check';
import { type Audience, audienceChoice } from '../../../lambdas/core/audience';
import { addGroup, communities, type TestMember } from '../../support/community';

const { community } = communities();

/** A community with five audiences besides the writer's own, each with somebody who reads it. */
async function fiveAudiences() {
  const world = await community();
  const { call, operator, alice, bob, carol, group } = world;
  const other = await addGroup(world, operator.token, 'Other', [alice.id, carol.id]);
  const readers = new Map<Audience, TestMember>([
    ['community', bob],
    [`group:${group.id}`, bob],
    [`group:${other.id}`, carol],
    [`member:${bob.id}`, bob],
    [`member:${carol.id}`, carol],
  ]);
  const feedOf = async (audience: Audience, { token }: TestMember) => {
    const { body } = await call(`GET /v1/feeds/${audience}`, { token });
    const { head, changes } = body;
    return { head, changes } as { head: { position: number }; changes: readonly Change[] };
  };
  async function feeds() {
    const read = [...readers].map(async ([name, who]) => [name, await feedOf(name, who)] as const);
    return new Map(await Promise.all(read));
  }
  return { ...world, names: [...readers.keys()], feeds };
}

interface Change {
  readonly id: string;
  readonly gone?: true;
}

describe('PATCH of an audience, from any set to any other', () => {
  it('tombstones in exactly the audiences that were left, and moves nothing in those that stay out or in', async () => {
    const { call, index, alice, names, feeds } = await fiveAudiences();
    const { token } = alice;
    let made = 0;
    const audiences = (at: readonly number[]) => names.filter((_, number) => at.includes(number));
    const sets = fc.array(fc.subarray([0, 1, 2, 3, 4]), { minLength: 3, maxLength: 5 });

    const exact = fc.asyncProperty(sets, async ([first = [], ...later]) => {
      made += 1;
      let old = audiences(first);
      const audience = audienceChoice(old);
      const draft = { value: `n${made}.example`, status: 'MALICIOUS', audience };
      let { id, version } = (await call('POST /v1/descriptors', { token, body: draft })).body;
      await index();
      for (const next of later.map(audiences)) {
        const before = await feeds();

        const body = { version, audience: audienceChoice(next) };
        ({ version } = (await call(`PATCH /v1/descriptors/${id}`, { token, body })).body);
        await index();

        const after = await feeds();
        for (const name of names) {
          const [was, is] = [before.get(name), after.get(name)];
          const entry = is?.changes.find((change) => change.id === id);
          if (old.includes(name) === next.includes(name)) {
            expect(is).toEqual(was);
            continue;
          }
          expect(is?.head.position).toBeGreaterThan(was?.head.position ?? 0);
          expect(is?.changes.at(-1)).toBe(entry);
          expect(entry?.gone ?? false).toBe(old.includes(name));
          const untouched = (changes: readonly Change[] = []) => changes.filter((c) => c.id !== id);
          expect(untouched(is?.changes)).toEqual(untouched(was?.changes));
        }
        old = next;
      }
    });

    await fc.assert(exact, { numRuns: Number(process.env['NARROWINGS'] ?? 25) });
  }, 60_000);
});
