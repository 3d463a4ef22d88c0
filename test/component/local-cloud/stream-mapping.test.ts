import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkpoint } from '../../../lib/local-cloud/checkpoint';
import { Doorbell } from '../../../lib/local-cloud/doorbell';
import { readMapping } from '../../../lib/local-cloud/mapping-settings';
import { Properties } from '../../../lib/local-cloud/properties';
import { StreamMapping, type StreamSource } from '../../../lib/local-cloud/stream-mapping';
import { type StreamRecord, sequenceOf } from '../../../lib/local-cloud/stream-record';
import type { Outcome } from '../../../lib/local-cloud/worker';

const records = ['1', '2', '3'].map(
  (sequence): StreamRecord => ({
    eventID: sequence,
    eventName: 'INSERT',
    awsRegion: 'us-east-1',
    dynamodb: { SequenceNumber: sequence, ApproximateCreationDateTime: Date.now() / 1000 },
  }),
);

/** Goes on where it stopped, as an iterator does, until it is rewound. */
function streamOf(all: readonly StreamRecord[]): StreamSource {
  let next: number | undefined;
  return {
    shardId: 'shard',
    streamArn: 'stream',
    read: async (sequence) => {
      const from: number = next ?? all.findIndex((one) => sequenceOf(one) === sequence) + 1;
      next = all.length;
      return all.slice(from);
    },
    rewind: () => {
      next = undefined;
    },
  };
}

function startMapping(invoke: (payload: string) => Promise<Outcome>, park: () => Promise<void>) {
  const data = mkdtempSync(join(tmpdir(), 'tocsin-mapping-'));
  const values = {
    EventSourceArn: 'arn:aws:dynamodb:::table/t/stream/x',
    FunctionName: 'f',
    MaximumRetryAttempts: 0,
    BisectBatchOnFunctionError: true,
  };
  const mapping = new StreamMapping({
    settings: readMapping(new Properties('mapping', values)),
    shard: streamOf(records),
    invoker: { invoke, stop: async () => {} },
    checkpoint: new Checkpoint(data, 'm'),
    doorbell: new Doorbell(undefined),
    park,
    say: () => {},
  });
  mapping.start();
  const end = async () => {
    await mapping.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { mapping, saved: () => new Checkpoint(data, 'm').progress, end };
}

describe('StreamMapping', () => {
  it('reads again from its checkpoint when a record can be neither done nor parked', async () => {
    let isQueueDown = true;
    const done: string[] = [];
    const invoke = async (payload: string): Promise<Outcome> => {
      const { Records }: { Records: readonly StreamRecord[] } = JSON.parse(payload);
      const sequences = Records.map(sequenceOf);
      if (sequences.includes('2')) return { status: 'failed', errorType: '', errorMessage: '' };
      done.push(...sequences);
      return { status: 'returned', payload: 'null' };
    };
    const park = async () => {
      if (!isQueueDown) return;
      isQueueDown = false;
      throw new Error('the queue is down');
    };
    const { mapping, saved, end } = startMapping(invoke, park);

    await mapping.caughtUp();

    const progress = saved();
    await end();
    expect(done).toEqual(['1', '3']);
    expect(progress).toMatchObject({ sequence: '3', parked: [{ first: '2', last: '2' }] });
  });
});
