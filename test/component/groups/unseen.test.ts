import { accessOf } from '../../../lambdas/contracts/policy-table';
import type { Route } from '../../../lambdas/contracts/route';
import { routes } from '../../../lambdas/contracts/routes';
import { communities } from '../../support/community';
import { ownGroup, ringOf } from '../../support/groups';

const { community } = communities();

const ofGroup = routes.filter(
  (route) =>
    route.function === 'groups' &&
    route.path.includes('{id}') &&
    accessOf(route.operationId) !== 'operate',
);

const bodies: Readonly<Partial<Record<Route['operationId'], unknown>>> = {
  patchGroup: { version: 1, name: 'Mine' },
  setGroupRole: { role: 'owner' },
  inviteMember: { memberId: '77' },
  askToJoin: {},
};

describe('reliability A2.16: a group that is hidden, left or absent', () => {
  it('has one answer on each of its routes, and none of them changes it', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, carol, path, ring } = world;
    const other = await ownGroup(world, alice, { name: 'Other' });
    await as(bob)(`DELETE ${path}/members/${bob.id}`);
    const before = await as(alice)(`GET ${path}/history`);

    for (const { method, path: form, operationId } of ofGroup) {
      const told = [];
      for (const [who, id] of [
        [carol, '77'],
        [carol, ring.id],
        [carol, other.id],
        [bob, ring.id],
        [bob, '77'],
      ] as const) {
        const line = form.replace('{id}', id).replace('{memberId}', alice.id);
        const { status, text } = await as(who)(`${method} ${line}`, bodies[operationId]);
        told.push(`${status} ${text}`);
      }
      expect([operationId, [...new Set(told)]]).toEqual([operationId, [told[0]]]);
      expect(told[0]).toMatch(/^404 /);
    }
    expect((await as(alice)(`GET ${path}/history`)).text).toBe(before.text);
    expect(ofGroup.length).toBeGreaterThan(14);
  });
});

describe('reliability A2.20: who owns a group', () => {
  it.each(['owner', 'ownerId', 'createdBy', 'id', 'members'])(
    'is who made it: 400 for a body that says `%s`',
    async (field) => {
      const { call, alice, bob } = await community();
      const body = { name: 'Ring', [field]: bob.id };

      const answer = await call('POST /v1/groups', { token: alice.token, body });

      expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid' } });
    },
  );
});

describe('reliability A2.20: who says something', () => {
  it.each(['owner', 'id', 'by', 'publishedAt', 'publishedBy'])(
    'is who calls: 400 for a descriptor that says `%s`, alone and in a batch',
    async (field) => {
      const { call, alice, bob } = await community();
      const token = alice.token;
      const draft = { value: 'evil.example', status: 'MALICIOUS', audience: { community: true } };
      const forged = { ...draft, [field]: bob.id };

      const alone = await call('POST /v1/descriptors', { token, body: forged });
      const body = { descriptors: [forged] };
      const batch = await call('POST /v1/descriptors/batch', { token, body });

      expect(alone).toMatchObject({ status: 400, body: { code: 'field.invalid' } });
      expect(batch.body.results).toMatchObject([
        { status: 400, problem: { code: 'field.invalid' } },
      ]);
    },
  );
});
