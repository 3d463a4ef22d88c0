import fc from 'fast-check';
import {
  type Group,
  type GroupRole,
  requireRule,
  withRosterChange,
} from '../../../lambdas/core/group';
import {
  groupView,
  maySeeRoster,
  type Standing,
  standingIn,
} from '../../../lambdas/core/group-view';

const group: Group = {
  ...{ id: '5', name: 'Ring', description: '', createdAt: 1, version: 1, rosterVersion: 2 },
  ...{ membersCanSee: false, membersCanUse: true, isListed: false, memberCount: 2, ownerCount: 1 },
};

const standings: readonly Standing[] = ['owner', 'member', 'invited', 'neighbour', 'none'];

describe('standingIn', () => {
  it.each<[Standing, Parameters<typeof standingIn>]>([
    ['none', [undefined, { role: 'owner', isInvited: true, isInCommunity: true }]],
    ['owner', [group, { role: 'owner', isInvited: false, isInCommunity: false }]],
    ['member', [group, { role: 'member', isInvited: true, isInCommunity: true }]],
    ['invited', [group, { role: undefined, isInvited: true, isInCommunity: false }]],
    ['none', [group, { role: undefined, isInvited: false, isInCommunity: true }]],
    ['neighbour', [{ isListed: true }, { role: undefined, isInvited: false, isInCommunity: true }]],
    ['none', [{ isListed: true }, { role: undefined, isInvited: false, isInCommunity: false }]],
  ])('is %s', (expected, [one, place]) => {
    expect(standingIn(one, place)).toBe(expected);
  });
});

describe('maySeeRoster', () => {
  it.each([
    [false, ['owner']],
    [true, ['owner', 'member']],
  ])('with membersCanSee %s: %s', (membersCanSee, expected) => {
    expect(standings.filter((one) => maySeeRoster({ membersCanSee }, one))).toEqual(expected);
  });

  it('decides whether a view has counts; no view has the version of the roster', () => {
    const counted = standings.filter((one) => 'memberCount' in groupView(group, one));
    const texts = standings.map((one) => JSON.stringify(groupView(group, one)));

    expect(counted).toEqual(['owner']);
    expect(texts.join()).not.toMatch(/rosterVersion/);
  });
});

describe('a group under any changes of its roster', () => {
  const role = fc.constantFrom<GroupRole | undefined>(undefined, 'member', 'owner');
  const change = fc.record({ member: fc.nat(4), to: role, now: fc.nat(50) });

  it('counts who is in, keeps an owner, and gives each change a later version', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const roles = new Map<string, GroupRole>([['0', 'owner']]);
        let now: Group = { ...group, memberCount: 1, ownerCount: 1 };
        for (const { member, to, now: micros } of changes) {
          const memberId = String(member);
          const next = withRosterChange(now, { memberId, from: roles.get(memberId), to }, micros);
          expect(next.rosterVersion).toBeGreaterThan(Math.max(now.version, now.rosterVersion));
          const after = new Map(roles);
          if (to) after.set(memberId, to);
          else after.delete(memberId);
          const hasOwner = [...after.values()].includes('owner');
          if (!hasOwner) {
            expect(() => requireRule(now, next)).toThrow(/keeps an owner/);
            continue;
          }
          requireRule(now, next);
          roles.clear();
          for (const [id, held] of after) roles.set(id, held);
          now = next;
          expect(now.memberCount).toBe(roles.size);
        }
      }),
    );
  });

  it('takes a thousand members and no more', () => {
    const full = { ...group, memberCount: 1000 };
    const join = { memberId: '9', from: undefined, to: 'member' } as const;

    expect(() => requireRule(full, withRosterChange(full, join, 9))).toThrow(/at most 1000/);
    expect(() => requireRule({ ...full, memberCount: 999 }, full)).not.toThrow();
  });
});
