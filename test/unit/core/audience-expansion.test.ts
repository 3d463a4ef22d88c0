import fc from 'fast-check';
import { type Audience, audiencesChosen } from '../../../lambdas/core/audience';
import { audiencesEpoch } from '../../../lambdas/core/audiences-epoch';
import { type Member, memberStates, organisationClasses } from '../../../lambdas/core/member';
import { defaultPolicy } from '../../../lambdas/core/policy';
import { audiencesOf, mayAddress } from '../../../lambdas/core/visibility';

const groupIds = ['11', '12', '13'];

const member: fc.Arbitrary<Member> = fc
  .record({
    id: fc.constantFrom('7', '8'),
    name: fc.constant('M'),
    organisationClass: fc.constantFrom(...organisationClasses),
    state: fc.constantFrom(...memberStates),
    groups: fc.subarray(groupIds),
    groupsChangedAt: fc.nat(3),
  })
  .chain((made) => fc.subarray([...made.groups]).map((ownedGroups) => ({ ...made, ownedGroups })));

const everything: readonly Audience[] = [
  'community',
  ...groupIds.map((id): Audience => `group:${id}`),
  ...['7', '8'].map((id): Audience => `member:${id}`),
];

describe('reliability A2.14: whom an audience comes to', () => {
  it('is nobody where nothing is named, and nobody who is unknown or not active', () => {
    expect(audiencesChosen({})).toEqual([]);
    expect(audiencesChosen({ community: false, groups: [], members: [] })).toEqual([]);
    expect(audiencesOf(undefined, defaultPolicy)).toEqual([]);
    fc.assert(
      fc.property(member, (one) => {
        if (one.state !== 'active') expect(audiencesOf(one, defaultPolicy)).toEqual([]);
      }),
    );
  });

  it('is of each group those who are in it, and of each member that one alone', () => {
    fc.assert(
      fc.property(member, (one) => {
        const seen = new Set(audiencesOf(one, defaultPolicy));
        const isActive = one.state === 'active';
        for (const id of groupIds) {
          expect(seen.has(`group:${id}`)).toBe(isActive && one.groups.includes(id));
        }
        for (const id of ['7', '8']) {
          expect(seen.has(`member:${id}`)).toBe(isActive && one.id === id);
        }
      }),
    );
  });

  it('is addressed by nobody who does not see it, but a member by who knows it; by nobody without a look-up', () => {
    fc.assert(
      fc.property(member, fc.subarray([...everything]), (one, usable) => {
        const known = new Set(usable);
        const seen = audiencesOf(one, defaultPolicy);
        for (const audience of everything) {
          if (!mayAddress(one, audience, known, defaultPolicy)) continue;
          expect(one.state).toBe('active');
          expect(seen.includes(audience) || audience.startsWith('member:')).toBe(true);
          if (audience.startsWith('group:')) expect(known).toContain(audience);
        }
      }),
    );
  });
});

describe('audiencesEpoch', () => {
  it('is the same for one set and another for another, or after a group was left and joined', () => {
    fc.assert(
      fc.property(member, member, (a, b) => {
        const [first, second] = [a, b].map((one) => {
          const audiences = audiencesOf(one, defaultPolicy);
          const set = JSON.stringify([one.groupsChangedAt, [...audiences].sort()]);
          return { set, epoch: audiencesEpoch({ member: one, audiences }) };
        });
        expect(first?.epoch === second?.epoch).toBe(first?.set === second?.set);
      }),
    );
  });
});
