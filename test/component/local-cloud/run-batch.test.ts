import { asBatch, runBatch } from '../../../lib/local-cloud/batch-runner';
import { type MappingSettings, readMapping } from '../../../lib/local-cloud/mapping-settings';
import { Properties } from '../../../lib/local-cloud/properties';
import { isChange, type StreamRecord, sequenceOf } from '../../../lib/local-cloud/stream-record';
import type { Outcome } from '../../../lib/local-cloud/worker';

function record(sequence: number, ageSeconds = 0, images = {}): StreamRecord {
  return {
    eventID: String(sequence),
    eventName: 'MODIFY',
    awsRegion: 'us-east-1',
    dynamodb: {
      SequenceNumber: String(sequence),
      ApproximateCreationDateTime: Date.now() / 1000 - ageSeconds,
      ...images,
    },
  };
}

function settings(values: Record<string, unknown>): MappingSettings {
  const mapping = { EventSourceArn: 'arn:aws:dynamodb:::table/t/stream/x', FunctionName: 'f' };
  return readMapping(new Properties('mapping', { ...mapping, ...values }));
}

const failed: Outcome = { status: 'failed', errorType: 'Error', errorMessage: 'x' };
const returned = (value: unknown): Outcome => ({
  status: 'returned',
  payload: JSON.stringify(value),
});

/** Runs it with a function that answers a batch by its sequence numbers. */
async function run(
  records: readonly StreamRecord[],
  values: Record<string, unknown>,
  answer: (sequences: readonly string[]) => Outcome,
) {
  const invoked: string[] = [];
  const parked: string[] = [];
  let done = '';
  const invoke = async (payload: string) => {
    const { Records }: { Records: readonly StreamRecord[] } = JSON.parse(payload);
    const sequences = Records.map(sequenceOf);
    invoked.push(sequences.join());
    return answer(sequences);
  };
  const batch = asBatch(records);
  if (!batch) throw new Error('no records');
  await runBatch(batch, {
    runningSince: 0,
    settings: settings(values),
    invoker: { invoke, stop: async () => {} },
    onDone: (last) => {
      done = sequenceOf(last);
    },
    onGiveUp: async (given, { condition, invokeCount }) => {
      parked.push(`${given.map(sequenceOf).join()} ${condition} ${invokeCount}`);
    },
  });
  return { invoked, parked, done };
}

const four = [record(1), record(2), record(3), record(4)];

describe('runBatch', () => {
  it('hands a batch over once when it succeeds', async () => {
    const { invoked, parked, done } = await run(four, {}, () => returned(null));

    expect({ invoked, parked, done }).toEqual({ invoked: ['1,2,3,4'], parked: [], done: '4' });
  });

  it('halves a failing batch until the poisoned record is alone', async () => {
    const values = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 };

    const { invoked, parked, done } = await run(four, values, (all) =>
      all.includes('3') ? failed : returned(null),
    );

    expect(invoked).toEqual(['1,2,3,4', '1,2', '3,4', '3', '3', '4']);
    expect(parked).toEqual(['3 RetryAttemptsExhausted 2']);
    expect(done).toBe('4');
  });

  it('retries from the first record that the function reports', async () => {
    let isFirst = true;
    const values = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

    const { invoked } = await run(four, values, () => {
      const failures = isFirst ? [{ itemIdentifier: '4' }, { itemIdentifier: '3' }] : [];
      isFirst = false;
      return returned({ batchItemFailures: failures });
    });

    expect(invoked).toEqual(['1,2,3,4', '3,4']);
  });

  it.each([
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
    [{ batchItemFailures: 'all' }],
  ])('takes the malformed answer %j for the failure of all', async (answer) => {
    const values = { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 0 };

    const { parked } = await run(four, values, () => returned(answer));

    expect(parked).toEqual(['1,2,3,4 RetryAttemptsExhausted 1']);
  });

  it('gives up what is too old, unread', async () => {
    const values = { MaximumRecordAgeInSeconds: 60 };

    const { invoked, parked } = await run([record(1, 90), record(2)], values, () => returned(null));

    expect(parked).toEqual(['1 RecordAgeExceeded 0']);
    expect(invoked).toEqual(['2']);
  });
});

describe('isChange', () => {
  it.each([
    [{ NewImage: { a: 1, b: 2 }, OldImage: { b: 2, a: 1 } }, false],
    [{ NewImage: { a: 1 }, OldImage: { a: 2 } }, true],
    [{}, true],
  ])('of %j is %s', (images, expected) => {
    const changed = isChange(record(1, 0, images));

    expect(changed).toBe(expected);
  });
});
