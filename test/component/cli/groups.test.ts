import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './run-tocsin';
import { servedCommunities } from './served-community';

const { servedCommunity } = servedCommunities();

async function groupsCommand() {
  const world = await servedCommunity();
  const { alice, bob, carol, tocsinAs } = world;
  const made = await tocsinAs(alice)('groups', 'create', 'Ring', '--listed', '--json');
  const { id } = JSON.parse(made.stdout);
  return {
    ...world,
    id,
    as: { alice: tocsinAs(alice), bob: tocsinAs(bob), carol: tocsinAs(carol) },
  };
}

describe('tocsin groups', () => {
  it('makes a group, lets in who was invited and who asked, and tells its history', async () => {
    const { as, bob, carol, id, stop } = await groupsCommand();

    const invited = await as.alice('groups', 'invite', id, bob.id, '--message', 'Come in.');
    const invitations = await as.bob('groups', 'invitations');
    const accepted = await as.bob('groups', 'accept', id);
    const listed = await as.carol('groups', 'list', '--listed');
    const asked = await as.carol('groups', 'request', id);
    const requests = await as.alice('groups', 'requests', id);
    const approved = await as.alice('groups', 'approve', id, carol.id);
    const appointed = await as.alice('groups', 'appoint', id, carol.id);
    const removed = await as.carol('groups', 'remove', id, bob.id);
    const roster = await as.alice('groups', 'roster', id);
    const history = await as.alice('groups', 'history', id);
    await stop();

    const all = [invited, accepted, asked, approved, appointed, removed];
    expect(all.map(({ code, stderr }) => [code, stderr])).toEqual(all.map(() => [0, '']));
    expect(invitations.stdout).toMatch(new RegExp(`^${id}  Ring  2026-.*  Come in\\.\n$`));
    expect(listed.stdout).toBe(`${id}  Ring  listed\n`);
    expect(requests.stdout).toMatch(new RegExp(`^${carol.id}  Carol Cloud  2026-`));
    expect(roster.stdout.trim().split('\n')).toHaveLength(2);
    expect(roster.stdout).toMatch(/owner {2}since .* Carol Cloud/);
    expect(
      history.stdout
        .trim()
        .split('\n')
        .map((line) => line.split('  ')[1]),
    ).toEqual([
      'group.created',
      'group.joined',
      'group.joined',
      'group.role_changed',
      'group.removed',
    ]);
  });

  it('drops the copy of a group that was left, and no other', async () => {
    const { as, alice, bob, id, call, index, wait, stop } = await groupsCommand();
    await as.alice('groups', 'invite', id, bob.id);
    await as.bob('groups', 'accept', id);
    const audience = { groups: [id], community: true };
    const body = { value: 'a.example', status: 'MALICIOUS', audience };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await index();
    wait(31);
    const folder = scratchFolder();
    const [ring, all] = [join(folder, 'ring.ndjson'), join(folder, 'all.ndjson')];
    const synced = [
      await as.bob('feed', `group:${id}`, '--out', ring),
      await as.bob('feed', 'community', '--out', all),
    ];

    const other = await as.carol('feed', `group:${id}`, '--out', ring);
    const left = await as.bob('groups', 'leave', id);
    wait(31);
    const lost = await as.bob('feed', `group:${id}`, '--out', ring);
    const kept = await as.bob('feed', 'community', '--out', all);
    await stop();

    expect(synced.map(({ code }) => code)).toEqual([0, 0]);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/as member/) });
    expect([left.code, kept.code]).toEqual([0, 0]);
    expect(lost).toMatchObject({ code: 1, stderr: expect.stringMatching(/copy was dropped/) });
    expect([ring, `${ring}.sync`, all].map((file) => existsSync(file))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([
    ['no verb', [], /takes a verb/],
    ['a verb that is none', ['lsit'], /did you mean list/],
    ['a member too few', ['invite', '5'], /tocsin groups invite GROUP MEMBER/],
    ['a group that is none', ['show', 'x'], /no group 'x'/],
    ['a member that is none', ['remove', '5', 'x'], /MEMBER is an id/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { as, stop } = await groupsCommand();

    const { code, stderr } = await as.alice('groups', ...args);
    await stop();

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('ends with 3 where an owner is needed, and 2 where nothing is to be seen', async () => {
    const { as, id, stop } = await groupsCommand();

    const refused = await as.carol('groups', 'roster', id);
    const absent = await as.carol('groups', 'show', '77');
    await stop();

    expect([refused.code, absent.code]).toEqual([3, 2]);
  });
});
