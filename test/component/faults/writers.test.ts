import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import type { Answer } from '../../support/exchange';
import { readStored } from '../../support/stored';

const { community, newTables, sharedClient } = communities();

const fifty = Array.from({ length: 50 }, (_, at) => at);
const evil = { value: 'a.example', status: 'MALICIOUS', audience: { community: true } };

function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status).sort();
}

describe('fifty writers at once', () => {
  it('on one version of a descriptor: one wins, and the others are told by whom they lost', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const { token } = world.alice;
    const made = await world.call('POST /v1/descriptors', { token, body: evil });
    const { id } = made.body;
    let { version } = made.body;

    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        fifty.map((writer) =>
          world.call(`PATCH /v1/descriptors/${id}`, {
            ...{ token, body: { version, description: `${round} ${writer}` } },
          }),
        ),
      );

      const winner = answers.findIndex(({ status }) => status === 200);
      const losers = answers.filter((_, at) => at !== winner);
      const after = answers[winner]?.body.version;
      const [item] = (await readStored(sharedClient(), tables)).descriptors;
      expect(statusesOf(losers)).toEqual(Array(49).fill(409));
      expect(new Set(losers.map(({ body }) => body.version))).toEqual(new Set([after]));
      expect(after).toBeGreaterThan(version);
      expect(item).toMatchObject({
        version: after,
        opinion: { description: `${round} ${winner}` },
      });
      version = after;
    }
    await world.index();
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('that publish on one value as one owner: one made it, each got its own version or a 409', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const { token } = world.alice;

    const answers = await Promise.all(
      fifty.map((writer) =>
        world.call('POST /v1/descriptors', { token, body: { ...evil, description: `${writer}` } }),
      ),
    );

    const took = answers.filter(({ status }) => status < 300);
    const refused = answers.filter(({ status }) => status >= 300);
    const versions = took.map(({ body }) => body.version);
    const last = answers.findIndex(({ body }) => body.version === Math.max(...versions));
    const [item, ...others] = (await readStored(sharedClient(), tables)).descriptors;
    expect(statusesOf(took)).toEqual([...Array(took.length - 1).fill(200), 201]);
    expect(statusesOf(refused)).toEqual(Array(50 - took.length).fill(409));
    expect(new Set(versions).size).toBe(took.length);
    expect(new Set(took.map(({ body }) => body.id)).size).toBe(1);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ opinion: { description: `${last}` } });
    await world.index();
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});
