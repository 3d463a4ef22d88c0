import fc from 'fast-check';
import type { Audience } from '../../../lambdas/core/audience';
import { memberStates, organisationClasses } from '../../../lambdas/core/member';
import { defaultPolicy, type Policy } from '../../../lambdas/core/policy';
import { joinedSince, recipientsOf, unionOf } from '../../../lambdas/core/share-plan';
import type { Placed } from '../../../lambdas/core/visibility';

const groupIds = ['81', '82', '83'];
const memberIds = ['1', '2', '3', '4', '5', '6', '7'];

const standing = fc.record({
  organisationClass: fc.constantFrom(...organisationClasses),
  state: fc.oneof(
    { weight: 3, arbitrary: fc.constant('active' as const) },
    fc.constantFrom(...memberStates),
  ),
  groups: fc.subarray(groupIds),
});
const members: fc.Arbitrary<Placed[]> = fc
  .tuple(...memberIds.map(() => standing))
  .map((all) => all.map((one, at) => ({ id: memberIds[at] ?? '', ...one })));
const policy: fc.Arbitrary<Policy> = fc
  .subarray(['company', 'nonprofit', 'academic', 'government'] as const)
  .map((eligibleClasses) => ({ ...defaultPolicy, community: { eligibleClasses } }));
const audiences: fc.Arbitrary<Audience[]> = fc.subarray<Audience>([
  'community',
  ...groupIds.map((id) => `group:${id}` as const),
  ...memberIds.map((id) => `member:${id}` as const),
]);

/** The rules in other words: whoever is not active sees nothing, whatever he is in. */
function shouldSee(member: Placed, audience: Audience, { community }: Policy): boolean {
  if (member.state !== 'active') return false;
  const [kind, id = ''] = audience.split(':');
  if (kind === 'member') return id === member.id;
  if (kind === 'group') return member.groups.includes(id);
  return community.eligibleClasses.some((eligible) => eligible === member.organisationClass);
}

describe('who would see what is published', () => {
  it('is everybody who is in one of the audiences, and nobody else', () => {
    const exact = fc.property(members, policy, audiences, (all, rules, named) => {
      const recipients = recipientsOf(named, all, '1', rules);

      const expected = all
        .filter(({ id }) => id !== '1')
        .filter((member) => named.some((audience) => shouldSee(member, audience, rules)));
      expect([...recipients.keys()]).toEqual(named);
      expect([...unionOf(recipients, named)].sort()).toEqual(expected.map(({ id }) => id));
    });

    fc.assert(exact, { numRuns: 5000 });
  });

  it('is nobody for no audience (reliability A2.14)', () => {
    fc.assert(
      fc.property(members, policy, (all, rules) => {
        expect(unionOf(recipientsOf([], all, '1', rules), []).size).toBe(0);
      }),
    );
  });

  it('has joined since if it is there now and was not; leaving is no difference', () => {
    const differs = fc.property(members, members, policy, audiences, (then, now, rules, named) => {
      const [before, after] = [then, now].map((all) => recipientsOf(named, all, '1', rules));
      if (!before || !after) throw new Error('nobody');

      const joined = joinedSince(before, after);

      for (const audience of named) {
        const isThere = (all: Placed[], id: string) =>
          all.some((member) => member.id === id && shouldSee(member, audience, rules));
        const newcomers = memberIds.slice(1).filter((id) => isThere(now, id) && !isThere(then, id));
        expect(joined.get(audience)).toEqual(newcomers);
      }
      expect(unionOf(joinedSince(before, before), named).size).toBe(0);
    });

    fc.assert(differs, { numRuns: 2000 });
  });
});
