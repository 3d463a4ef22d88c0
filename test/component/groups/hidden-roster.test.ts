import { communities } from '../../support/community';
import { join, ringOf } from '../../support/groups';

const { community } = communities();

/** Everything that a member of the group, and its neighbours, may ask of it. */
const looks = (id: string, me: string) => [
  'GET /v1/groups',
  'GET /v1/groups/listed',
  `GET /v1/groups/${id}`,
  `GET /v1/groups/${id}/members`,
  `GET /v1/groups/${id}/members?after=1`,
  `GET /v1/groups/${id}/invitations`,
  `GET /v1/groups/${id}/requests`,
  `GET /v1/groups/${id}/history`,
  `PATCH /v1/groups/${id}`,
  `POST /v1/groups/${id}/invitations`,
  `POST /v1/groups/${id}/requests`,
  `POST /v1/groups/${id}/requests/77/approve`,
  `DELETE /v1/groups/${id}/members/77`,
  `PATCH /v1/groups/${id}/members/${me}`,
  'GET /v1/me',
  'GET /v1/me/invitations',
  'GET /v1/feeds',
  `GET /v1/feeds/group:${id}`,
];

function bodyFor(line: string): unknown {
  if (line.startsWith('GET') || line.startsWith('DELETE') || /approve/.test(line)) return undefined;
  if (/members/.test(line)) return { role: 'owner' };
  if (/invitations/.test(line)) return { memberId: '77' };
  return line.startsWith('PATCH') ? { version: 1, name: 'x' } : {};
}

/** What a member and a neighbour are told of a group of four or of three; ids of groups are those of the order made. */
async function told(hasMore: boolean): Promise<string[]> {
  const world = await ringOf(await community(), { isListed: true });
  const { as, alice, bob, carol, dave, path, ring, time } = world;
  await as(bob)(`GET ${path}`);
  if (hasMore) {
    await join(world, ring.id, alice, dave);
    await as(alice)(`PATCH ${path}/members/${dave.id}`, { role: 'owner' });
    await as(alice)(`POST ${path}/invitations`, { memberId: '88' });
  }
  time.micros = Date.parse('2026-12-01T00:00:00Z') * 1000;
  const lines: string[] = [];
  for (const who of [bob, carol]) {
    for (const line of looks(ring.id, who.id)) {
      const { status, headers, text } = await as(who)(line, bodyFor(line));
      lines.push(JSON.stringify({ line, status, headers, text }).replaceAll(ring.id, '<ring>'));
    }
  }
  return lines;
}

describe('reliability A2.17: a roster that members may not see', () => {
  it('is in no answer, header or error: with one member more all are the same', async () => {
    const few = await told(false);
    const many = await told(true);

    expect(many).toEqual(few);
  });

  it('is there for its owners, and for members once an owner says so', async () => {
    const { as, alice, bob, path, ring } = await ringOf(await community());

    const owner = await as(alice)(`GET ${path}/members`);
    const before = await as(bob)(`GET ${path}/members`);
    await as(alice)(`PATCH ${path}`, { version: ring.version, membersCanSee: true });
    const after = await as(bob)(`GET ${path}/members`);

    expect(owner.body.members).toHaveLength(2);
    expect(before).toMatchObject({ status: 403, body: { code: 'group.not_owner' } });
    expect(after.body.members.map(({ id }: { id: string }) => id)).toEqual(
      [alice.id, bob.id].sort(),
    );
  });

  it('stays out of what a member is told of its own history', async () => {
    const { as, alice, bob, path } = await ringOf(await community());

    const own = await as(bob)(`GET ${path}/history`);

    expect(own.body.lines).toMatchObject([{ event: 'group.joined', memberId: bob.id, by: bob.id }]);
    expect(own.text).not.toContain(alice.id);
  });
});

describe('GET /v1/groups/{id}/history', () => {
  it('tells owners who did what to whom, oldest first, page by page', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const { as, alice, bob, carol, path, ring } = world;
    await as(carol)(`POST ${path}/requests`, {});
    await as(alice)(`POST ${path}/requests/${carol.id}/approve`);
    await as(alice)(`PATCH ${path}/members/${carol.id}`, { role: 'owner' });
    await as(carol)(`DELETE ${path}/members/${bob.id}`);
    await as(alice)(`PATCH ${path}`, { version: ring.version, membersCanSee: true, name: 'Wring' });
    await as(alice)(`DELETE ${path}/members/${alice.id}`);

    const { lines } = (await as(carol)(`GET ${path}/history`)).body;
    const later = await as(carol)(`GET ${path}/history?after=${lines[2].version}`);

    expect(lines).toMatchObject([
      { event: 'group.created', memberId: alice.id, by: alice.id, role: 'owner' },
      { event: 'group.joined', memberId: bob.id, by: bob.id, invitedBy: alice.id },
      { event: 'group.joined', memberId: carol.id, by: alice.id },
      { event: 'group.role_changed', memberId: carol.id, by: alice.id, role: 'owner' },
      { event: 'group.removed', memberId: bob.id, by: carol.id },
      {
        event: 'group.changed',
        by: alice.id,
        changed: ['name', 'membersCanSee'],
        flags: { membersCanSee: true },
      },
      { event: 'group.left', memberId: alice.id, by: alice.id },
    ]);
    expect(later.body).toEqual({ lines: lines.slice(3), next: null });
    expect(lines.every(({ at }: { at: string }) => at.startsWith('2026-11-22T10:'))).toBe(true);
  });

  it('goes on after a hundred lines', async () => {
    const { as, alice, bob, path } = await ringOf(await community());
    for (let at = 0; at < 60; at++) {
      await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });
      await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'member' });
    }

    const first = (await as(alice)(`GET ${path}/history`)).body;
    const second = (await as(alice)(`GET ${path}/history?after=${first.next}`)).body;
    const own = (await as(bob)(`GET ${path}/history`)).body;

    expect([first.lines.length, second.lines.length, second.next]).toEqual([100, 22, null]);
    expect(own.lines).toHaveLength(100);
    expect(own.next).toBe(own.lines[99].version);
  });
});
