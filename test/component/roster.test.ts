import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { directoryStore } from '../../lambdas/store/directory-store';
import { rosterStore } from '../../lambdas/store/roster-store';
import { communities } from '../support/community';
import { setState } from '../support/sharing-worlds';

const root = resolve(__dirname, '../..');
const { community, newClient } = communities();

async function rosterOf(count: number) {
  const { tables } = await community();
  const client = newClient();
  const directory = directoryStore(client, tables.directory);
  const roster = rosterStore(client, tables.directory);
  const profile = (at: number) => ({
    ...{ id: `${9000 + at}`, name: `Member ${at}` },
    ...({ organisationClass: 'company', state: 'active' } as const),
  });
  const profiles = Array.from({ length: count }, (_, at) => profile(at));
  return { directory, roster, profiles };
}

describe('the roster', () => {
  it('has every member that was added, each once, however many come at once', async () => {
    const { directory, roster, profiles } = await rosterOf(12);
    const before = await roster.readVersion();
    const standings = await roster.readStandings();

    const added = await Promise.all(
      [...profiles, ...profiles].map((profile) => directory.addProfile(profile)),
    );

    expect(added.filter(Boolean)).toHaveLength(12);
    expect(await roster.readVersion()).toBe(before + 12);
    expect(await roster.readStandings()).toHaveLength(standings.length + 12);
  });

  it('has another version when a member has another state, and only then', async () => {
    const client = newClient();
    const world = await community({ client });
    const roster = rosterStore(client, world.tables.directory);
    const { id } = world.carol;
    const before = await roster.readVersion();

    await setState(world, world.carol, 'suspended');
    await setState(world, world.carol, 'suspended');

    expect(await roster.readVersion()).toBe(before + 1);
    expect(await roster.readStandings()).toContainEqual({
      ...{ id, organisationClass: 'company', state: 'suspended' },
    });
  });
});

describe('whoever writes what a member is', () => {
  it('writes it into the roster too, in the same transaction', () => {
    const stores = globSync('lambdas/store/*.ts', { cwd: root });
    const writing = stores.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return (
        /(listKey|':list'): 'members'/.test(text) || /ofMember\(.*\n *UpdateExpression/.test(text)
      );
    });

    expect(writing).toEqual(['lambdas/store/profile-writer.ts']);
  });
});
