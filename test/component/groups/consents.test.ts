import { addMember, communities } from '../../support/community';
import { join, ownGroup, ringOf } from '../../support/groups';

const { community } = communities();

const absent = '77';

describe('POST /v1/groups/{id}/invitations', () => {
  it('204 in the same words, whether there is such a member or not', async () => {
    const { as, alice, carol, operator, path } = await ringOf(await community());
    const invite = (memberId: string) => as(alice)(`POST ${path}/invitations`, { memberId });

    const answers = [await invite(carol.id), await invite(absent), await invite(operator.id)];
    const sent = await as(alice)(`GET ${path}/invitations`);

    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [204, '']));
    expect(sent.body.invitations.map(({ memberId }: { memberId: string }) => memberId)).toEqual(
      [carol.id, absent, operator.id].sort(),
    );
    expect(sent.text).not.toContain('Carol');
  });

  it('reliability A2.5: nobody is in who has not accepted with a credential of its own', async () => {
    const { as, alice, carol, path, ring } = await ringOf(await community());
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });

    const before = await as(carol)('GET /v1/groups');
    const forced = await as(alice)(`POST /v1/me/invitations/${ring.id}/accept`);
    const approved = await as(alice)(`POST ${path}/requests/${carol.id}/approve`);
    const still = await as(carol)('GET /v1/groups');
    const accepted = await as(carol)(`POST /v1/me/invitations/${ring.id}/accept`);
    const after = await as(carol)('GET /v1/groups');

    expect([forced.status, approved.status, accepted.status]).toEqual([204, 404, 204]);
    expect([before, still].map(({ body }) => body.groups)).toEqual([[], []]);
    expect(after.body.groups).toMatchObject([{ id: ring.id, role: 'member' }]);
  });

  it('shows the invited what it is asked into, not who asks or who is in', async () => {
    const { as, alice, bob, carol, path, ring } = await ringOf(await community());
    const body = { memberId: carol.id, message: 'Join us.' };
    await as(alice)(`POST ${path}/invitations`, body);

    const mine = await as(carol)('GET /v1/me/invitations');
    const shown = await as(carol)(`GET ${path}`);
    const roster = await as(carol)(`GET ${path}/members`);

    expect(mine.body.invitations).toMatchObject([
      { group: { id: ring.id, name: 'Ring' }, message: 'Join us.' },
    ]);
    expect(shown.status).toBe(200);
    expect(roster).toMatchObject({ status: 403, body: { code: 'group.not_owner' } });
    for (const { text } of [mine, shown, roster]) {
      expect(text).not.toMatch(new RegExp(`${alice.id}|${bob.id}|memberCount`));
    }
  });

  it('409 for who is in already, 403 for a member who invites, 404 for a stranger', async () => {
    const { as, alice, bob, carol, dave, path } = await ringOf(await community());
    const line = `POST ${path}/invitations`;

    const again = await as(alice)(line, { memberId: bob.id });
    const member = await as(bob)(line, { memberId: dave.id });
    const stranger = await as(carol)(line, { memberId: dave.id });
    const nowhere = await as(carol)(`POST /v1/groups/${absent}/invitations`, { memberId: dave.id });

    expect(again).toMatchObject({ status: 409, body: { code: 'group.already_member' } });
    expect(member.status).toBe(403);
    expect([stranger.status, stranger.text]).toEqual([404, nowhere.text]);
    expect((await as(dave)('GET /v1/me/invitations')).body.invitations).toEqual([]);
  });
});

describe('POST /v1/me/invitations/{id}/accept', () => {
  it('204 again for who is in; 404 without an invitation, as for a group that is not there', async () => {
    const { as, alice, bob, carol, path, ring } = await ringOf(await community());
    const accept = `POST /v1/me/invitations/${ring.id}/accept`;

    const again = await as(bob)(accept);
    const uninvited = await as(carol)(accept);
    const nowhere = await as(carol)(`POST /v1/me/invitations/${absent}/accept`);
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });
    const withdrawn = await as(alice)(`DELETE ${path}/invitations/${carol.id}`);
    const late = await as(carol)(accept);

    expect([again.status, withdrawn.status]).toEqual([204, 204]);
    expect([uninvited, late].map(({ status, text }) => [status, text])).toEqual(
      [1, 2].map(() => [404, nowhere.text]),
    );
  });

  it('404 for an operator: it is in no group', async () => {
    const { as, alice, operator, path, ring } = await ringOf(await community());
    await as(alice)(`POST ${path}/invitations`, { memberId: operator.id });

    const answer = await as(operator)(`POST /v1/me/invitations/${ring.id}/accept`);

    expect(answer.status).toBe(404);
  });

  it('is gone once declined, and an old one brings nobody back who was removed', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, carol, path, ring } = world;
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });

    const declined = await as(carol)(`POST /v1/me/invitations/${ring.id}/decline`);
    const accepted = await as(carol)(`POST /v1/me/invitations/${ring.id}/accept`);
    await as(alice)(`DELETE ${path}/members/${bob.id}`);
    const back = await as(bob)(`POST /v1/me/invitations/${ring.id}/accept`);

    expect([declined.status, accepted.status, back.status]).toEqual([204, 404, 404]);
  });

  it('400 for who is in fifty groups', async () => {
    const world = await community();
    const { operator, alice, carol, call } = world;
    for (let at = 0; at < 50; at++) await ownGroup(world, carol, { name: `G${at}` });
    const ring = await ownGroup(world, alice);
    const body = { memberId: carol.id };
    await call(`POST /v1/groups/${ring.id}/invitations`, { token: alice.token, body });
    const { token } = carol;

    const accepted = await call(`POST /v1/me/invitations/${ring.id}/accept`, { token });
    const made = await call('POST /v1/groups', { token, body: { name: 'One more' } });
    const put = await call(`PUT /v1/groups/${ring.id}/members`, {
      ...{ token: operator.token, body: { members: [alice.id, carol.id] } },
    });

    for (const { status, body } of [accepted, made, put]) {
      expect([status, body.code]).toEqual([400, 'member.too_many_groups']);
    }
    expect((await call('GET /v1/groups', { token })).body.groups).toHaveLength(50);
  });
});

describe('POST /v1/groups/{id}/requests', () => {
  it('204 for a listed group, of which an owner learns who asks; approved, it is in', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const { as, alice, carol, path } = world;

    const asked = await as(carol)(`POST ${path}/requests`, { message: 'Please.' });
    const again = await as(carol)(`POST ${path}/requests`, {});
    const waiting = await as(alice)(`GET ${path}/requests`);
    const approved = await as(alice)(`POST ${path}/requests/${carol.id}/approve`);
    const twice = await as(alice)(`POST ${path}/requests/${carol.id}/approve`);
    const mine = await as(carol)('GET /v1/groups');
    const left = await as(alice)(`GET ${path}/requests`);

    expect([asked, again, approved, twice].map(({ status }) => status)).toEqual([
      204, 204, 204, 204,
    ]);
    expect(waiting.body.requests).toMatchObject([
      { memberId: carol.id, name: 'Carol Cloud', message: 'Please.' },
    ]);
    expect(mine.body.groups).toMatchObject([{ role: 'member' }]);
    expect(left.body.requests).toEqual([]);
  });

  it('404 for a group that one can not know of, as for one that is not there', async () => {
    const { as, alice, carol, path } = await ringOf(await community());

    const hidden = await as(carol)(`POST ${path}/requests`, {});
    const nowhere = await as(carol)(`POST /v1/groups/${absent}/requests`, {});

    expect([hidden.status, hidden.text]).toEqual([404, nowhere.text]);
    expect((await as(alice)(`GET ${path}/requests`)).body.requests).toEqual([]);
  });

  it('404 for who is not in the community, although the group is listed', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const ministry = await addMember(world, world.operator.token, 'Ministry', 'government');

    const answer = await world.as(ministry)(`POST ${world.path}/requests`, {});

    expect(answer.status).toBe(404);
  });

  it('403 for who approves and is no owner; the one who asked may take it back', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const { as, alice, bob, carol, dave, path } = world;
    await as(carol)(`POST ${path}/requests`, {});

    const listed = await Promise.all(
      ['requests', 'invitations'].map((what) => as(bob)(`GET ${path}/${what}`)),
    );
    const byMember = await as(bob)(`POST ${path}/requests/${carol.id}/approve`);
    const byItself = await as(carol)(`POST ${path}/requests/${carol.id}/approve`);
    const byOther = await as(dave)(`POST ${path}/requests/${carol.id}/decline`);
    const back = await as(carol)(`POST ${path}/requests/${carol.id}/decline`);
    const late = await as(alice)(`POST ${path}/requests/${carol.id}/approve`);

    for (const answer of listed) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'group.not_owner' } });
    }
    expect([byMember, byItself, byOther].map(({ status }) => status)).toEqual([403, 403, 403]);
    expect([back.status, late.status]).toEqual([204, 404]);
  });

  it('409 for an approval of who can join no group, which does not say why', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const { as, alice, carol, path } = world;
    for (let at = 0; at < 50; at++) await ownGroup(world, carol, { name: `G${at}` });
    await as(carol)(`POST ${path}/requests`, {});

    const approved = await as(alice)(`POST ${path}/requests/${carol.id}/approve`);

    expect(approved).toMatchObject({ status: 409, body: { code: 'group.cannot_join' } });
    expect(approved.text).not.toMatch(/50|fifty/);
  });
});

describe('DELETE /v1/groups/{id}/members/{memberId}', () => {
  it('204: a member leaves, and the group is to it as if it were not', async () => {
    const { as, alice, bob, path } = await ringOf(await community());

    const left = await as(bob)(`DELETE ${path}/members/${bob.id}`);
    const shown = await as(bob)(`GET ${path}`);
    const nowhere = await as(bob)(`GET /v1/groups/${absent}`);
    const again = await as(bob)(`DELETE ${path}/members/${bob.id}`);
    const roster = await as(alice)(`GET ${path}/members`);

    expect([left.status, shown.status, again.status]).toEqual([204, 404, 404]);
    expect(shown.text).toBe(nowhere.text);
    expect(again.text).toBe(nowhere.text);
    expect(roster.body.members).toMatchObject([{ id: alice.id, role: 'owner' }]);
  });

  it('204 again under the same key, 409 for another request under it', async () => {
    const { call, bob, path } = await ringOf(await community());
    const request = { token: bob.token, headers: { 'idempotency-key': 'bye' } };

    const first = await call(`DELETE ${path}/members/${bob.id}`, request);
    const again = await call(`DELETE ${path}/members/${bob.id}`, request);
    const other = await call(`DELETE ${path}/members/${absent}`, request);

    expect([first.status, again.status]).toEqual([204, 204]);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it('403 for a member who removes another, 404 for one who is not there', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, carol, dave, path, ring } = world;
    await join(world, ring.id, alice, dave);

    const byMember = await as(bob)(`DELETE ${path}/members/${dave.id}`);
    const absentOne = await as(alice)(`DELETE ${path}/members/${carol.id}`);
    const byStranger = await as(carol)(`DELETE ${path}/members/${bob.id}`);
    const byOwner = await as(alice)(`DELETE ${path}/members/${bob.id}`);

    expect([byMember, absentOne, byStranger, byOwner].map(({ status }) => status)).toEqual([
      403, 404, 404, 204,
    ]);
    expect((await as(dave)('GET /v1/groups')).body.groups).toHaveLength(1);
  });

  it('409 for the last owner, with the way on; it goes once another owns the group', async () => {
    const { as, alice, bob, path } = await ringOf(await community());
    const leave = `DELETE ${path}/members/${alice.id}`;
    const role = `PATCH ${path}/members`;

    const last = await as(alice)(leave);
    const dismissed = await as(alice)(`${role}/${alice.id}`, { role: 'member' });
    const appointed = await as(alice)(`${role}/${bob.id}`, { role: 'owner' });
    const left = await as(alice)(leave);

    expect(last).toMatchObject({ status: 409, body: { code: 'group.last_owner' } });
    expect(last.body.detail).toMatch(/make another member one first/);
    expect([dismissed.status, appointed.status, left.status]).toEqual([409, 204, 204]);
    expect((await as(bob)(`GET ${path}`)).body).toMatchObject({ role: 'owner', ownerCount: 1 });
  });

  it('403 for a member who makes itself an owner', async () => {
    const { as, bob, path } = await ringOf(await community());

    const answer = await as(bob)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });

    expect(answer).toMatchObject({ status: 403, body: { code: 'group.not_owner' } });
  });
});
