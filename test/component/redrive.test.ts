import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { idShard } from '../../lambdas/core/id';
import { redrive } from '../../lambdas/indexing/redrive';
import { reasonOf } from '../../lambdas/platform/parked-queue';
import { readRange } from '../../lambdas/platform/stream-range';
import { communities } from '../support/community';
import { startEngine } from '../support/engine';
import { parkedIn } from '../support/parked';

const { community, sharedClient } = communities();

async function parkedWorld(values: readonly string[]) {
  const world = await community();
  const { token, id: owner } = world.alice;
  const keys = [];
  for (const value of values) {
    const body = { value, status: 'MALICIOUS', audience: { community: true } };
    const { id } = (await world.call('POST /v1/descriptors', { token, body })).body;
    keys.push({ pk: `${owner}/${idShard(id)}`, sk: id });
  }
  const deps = { ...world.indexDeps, reasonOf, hasTime: () => true };
  return { ...world, keys, deps };
}

describe('redrive', () => {
  it('indexes what is parked and takes it from the queue', async () => {
    const { keys, deps, call, bob } = await parkedWorld(['a.example', 'b.example', 'c.example']);
    const queue = parkedIn(keys.map((key, at) => ({ id: `m${at}`, about: [key] })));

    const reply = await redrive({ ...deps, queue });

    expect(reply).toEqual({ redriven: 3, left: [] });
    expect(queue.waiting).toEqual([]);
    const { body } = await call('GET /v1/feeds/community', { token: bob.token });
    expect(body.changes).toHaveLength(3);
  });

  it('says why what can never work can’t, leaves it, and does the others', async () => {
    const { keys, deps, tables, call, bob } = await parkedWorld(['a.example', 'b.example']);
    const [good, bad] = keys;
    if (!good || !bad) throw new Error('no keys');
    const broken = { ...bad, kind: 'descriptor', state: 'unheard of' };
    await sharedClient().send(new PutCommand({ TableName: tables.exchange, Item: broken }));
    const gone = 'the stream has it no more';
    const queue = parkedIn([
      { id: 'bad', about: [bad] },
      { id: 'old', about: [], hopeless: gone },
      { id: 'good', about: [good] },
    ]);

    const reply = await redrive({ ...deps, queue });

    expect(reply.redriven).toBe(1);
    expect(reply.left).toEqual([
      { what: bad.sk, reason: expect.stringMatching(/^it can't be read \(id: invalid_type/) },
      { what: 'old', reason: gone },
    ]);
    expect(queue.waiting.map(({ id }) => id)).toEqual(['bad', 'old']);
    const { body } = await call('GET /v1/feeds/community', { token: bob.token });
    expect(body.changes).toMatchObject([{ id: good.sk }]);
  });
});

/** A streamed table with five items, and what its stream calls their records. */
async function streamedTable() {
  const engine = await startEngine();
  const endpoint = await engine.client.config.endpoint?.();
  const url = `${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const streams = new DynamoDBStreamsClient({ endpoint: url, region: 'local', credentials });
  const TableName = 'streamed';
  await engine.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  for (const sk of ['1', '2', '3', '4', '5']) {
    await engine.client.send(
      new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: sk } } }),
    );
  }
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams[0]?.StreamArn ?? '';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  const sequences = Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  const stop = async () => {
    streams.destroy();
    await engine.stop();
  };
  return { streams, sequences, range: { streamArn: StreamArn, shardId }, stop };
}

describe('a message that points into the stream', () => {
  it('is read as the keys that its records are about', async () => {
    const { streams, sequences, range, stop } = await streamedTable();
    const [, startSequenceNumber = '', , endSequenceNumber = ''] = sequences;

    const read = await readRange(streams, { ...range, startSequenceNumber, endSequenceNumber });

    await stop();
    expect(read).toEqual({
      keys: ['2', '3', '4'].map((sk) => ({ pk: 'p', sk })),
      isWhole: true,
    });
  });

  it('is known to be incomplete when the stream has forgotten its beginning or its end', async () => {
    const { streams, sequences, range, stop } = await streamedTable();
    const [first = '', , , , last = ''] = sequences;
    const before = String(BigInt(first) - 1n);
    const after = String(BigInt(last) + 1n);

    const early = await readRange(streams, {
      ...{ ...range, startSequenceNumber: before, endSequenceNumber: last },
    });
    const late = await readRange(streams, {
      ...{ ...range, startSequenceNumber: first, endSequenceNumber: after },
    });

    await stop();
    expect([early.isWhole, late.isWhole]).toEqual([false, false]);
  });
});
