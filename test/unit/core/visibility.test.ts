import { type Audience, audiencesChosen } from '../../../lambdas/core/audience';
import { type Member, organisationClasses } from '../../../lambdas/core/member';
import { defaultPolicy, type Policy } from '../../../lambdas/core/policy';
import { audiencesOf, mayAddress } from '../../../lambdas/core/visibility';

const member: Member = {
  id: '7',
  name: 'Alice',
  organisationClass: 'company',
  state: 'active',
  groups: ['12', '11'],
  ownedGroups: [],
  groupsChangedAt: 0,
};

describe('audiencesOf', () => {
  it('is oneself, one’s groups and the community, own first', () => {
    expect(audiencesOf(member, defaultPolicy)).toEqual([
      'member:7',
      'group:11',
      'group:12',
      'community',
    ]);
  });

  it.each([
    ['nobody', undefined],
    ['a suspended member', { ...member, state: 'suspended' as const }],
  ])('is empty for %s', (_, who) => {
    expect(audiencesOf(who, defaultPolicy)).toEqual([]);
  });

  it('leaves government and operators out of the community, until a policy says so', () => {
    const inCommunity = (eligible?: Policy['community']['eligibleClasses']) =>
      organisationClasses.filter((organisationClass) =>
        audiencesOf(
          { ...member, organisationClass },
          eligible ? { ...defaultPolicy, community: { eligibleClasses: eligible } } : defaultPolicy,
        ).includes('community'),
      );

    expect(inCommunity()).toEqual(['company', 'nonprofit', 'academic']);
    expect(inCommunity(['government'])).toEqual(['government']);
  });
});

describe('mayAddress', () => {
  const usable = new Set<Audience>(['member:8', 'group:11', 'group:13']);
  it.each<[Audience, boolean]>([
    ['community', true],
    ['group:11', true],
    ['group:12', false],
    ['group:13', false],
    ['member:7', true],
    ['member:8', true],
    ['member:9', false],
  ])('%s: %s', (audience, expected) => {
    expect(mayAddress(member, audience, usable, defaultPolicy)).toBe(expected);
  });

  it('lets a suspended member address nobody', () => {
    expect(mayAddress({ ...member, state: 'suspended' }, 'member:8', usable, defaultPolicy)).toBe(
      false,
    );
  });
});

describe('audiencesChosen', () => {
  it('is a sorted set, and nobody where nothing is chosen', () => {
    expect(audiencesChosen({ groups: ['2', '1', '2'], community: true })).toEqual([
      'community',
      'group:1',
      'group:2',
    ]);
    expect(audiencesChosen({})).toEqual([]);
    expect(audiencesChosen({ groups: [] })).toEqual([]);
  });
});
