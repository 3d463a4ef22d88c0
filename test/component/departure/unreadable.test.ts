import { PutCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { communities } from '../../support/community';
import { departing, toldOf } from '../../support/departures';

const { community, sharedClient } = communities();

const values = ['one.example', 'two.example'];

async function withOneThatIsUnreadable() {
  const errors = new Set<string>();
  const onError = (event: string) => errors.add(event);
  const world = await departing(await community({ onError }));
  const ids: string[] = [];
  for (const value of values) ids.push(await world.publish(value, { community: true }));
  const TableName = world.tables.exchange;
  const { Items = [] } = await sharedClient().send(new ScanCommand({ TableName }));
  const item = Items.find(({ sk }) => sk === ids[1]);
  const setState = (state: string) =>
    sharedClient().send(
      new UpdateCommand({
        ...{ TableName, Key: { pk: item?.['pk'], sk: item?.['sk'] } },
        UpdateExpression: 'SET #s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': state },
      }),
    );
  await setState('no such state');
  return { ...world, errors, mend: () => setState(String(item?.['state'])) };
}

const hiddenRows = async (TableName: string) => {
  const query = new QueryCommand({
    ...{ TableName, KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)' },
    ExpressionAttributeValues: { ':pk': 'governance', ':sk': 'hidden/' },
  });
  return (await sharedClient().send(query)).Items ?? [];
};

describe('an object of a leaver that can’t be read', () => {
  it('holds up nothing: the walk ends without it and tells, and it stays hidden', async () => {
    const world = await withOneThatIsUnreadable();
    await world.decide('expelled');

    await world.sweepToTheEnd();
    world.wait(60);
    const { swept, sweep } = await world.standing();
    const { known } = await toldOf(world, world.bob, values);

    expect([...world.errors]).toEqual(['sweep.failed']);
    expect(sweep).toBeNull();
    expect(swept).toMatchObject({ goal: 'retract', descriptors: 1, unreadable: 1 });
    expect(known).toEqual([]);
    expect(await hiddenRows(world.tables.directory)).toHaveLength(1);
  });

  it('is taken back when it is mended, and then nothing is hidden any more', async () => {
    const world = await withOneThatIsUnreadable();
    await world.decide('expelled');
    await world.sweepToTheEnd();
    await world.mend();

    for (let hours = 0; hours < 3; hours++) {
      world.wait(7 * 3600);
      await world.sweep();
      await world.index();
    }
    world.wait(60);

    expect((await world.standing()).swept).not.toHaveProperty('unreadable');
    expect(await hiddenRows(world.tables.directory)).toEqual([]);
    expect((await toldOf(world, world.bob, values)).known).toEqual([]);
  });

  it('hides nothing that the member says after it was reinstated', async () => {
    const world = await withOneThatIsUnreadable();
    await world.decide('quarantined');
    await world.sweepToTheEnd();
    await world.decide('active');
    await world.sweepToTheEnd();
    world.wait(120);
    await world.publish('three.example', { community: true });
    world.wait(60);

    const { known } = await toldOf(world, world.bob, [...values, 'three.example']);

    expect(known).toEqual(['one.example', 'three.example']);
  });
});

describe('a walk of which the row can’t be read', () => {
  it('is told by the member’s id, and holds up no other', async () => {
    const told: unknown[] = [];
    const onError = (event: string, fields: unknown) => told.push([event, fields]);
    const world = await departing(await community({ onError }));
    await world.publish('one.example', { community: true });
    await sharedClient().send(
      new PutCommand({
        TableName: world.tables.directory,
        Item: { pk: 'sweeps', sk: '10000000', memberId: '10000000', goal: 'no such goal' },
      }),
    );
    await world.decide('expelled');

    await world.sweepToTheEnd();

    expect((await world.standing()).swept).toMatchObject({ goal: 'retract', descriptors: 1 });
    expect(told[0]).toMatchObject(['sweep.failed', [{ id: '10000000' }]]);
  });
});
