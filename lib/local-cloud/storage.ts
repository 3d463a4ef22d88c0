import { physicalName } from './attributes';
import type { Blueprint } from './blueprint';
import { makeBucket } from './buckets';
import { type Engine, startEngine } from './engine';
import { type EngineCall, engineCaller } from './engine-call';
import { makeQueue, type QueueServer, startQueues } from './queues';
import { indexStreams } from './stream-store';
import { makeTable } from './tables';
import type { Teardown } from './teardown';

export interface Storage {
  readonly engine: Engine;
  readonly call: EngineCall;
  readonly queues: QueueServer | undefined;
  /** The engine's own ARN of a stream, by the table's name. */
  readonly streams: ReadonlyMap<string, string>;
  /** By the queue's name. */
  readonly queueUrls: ReadonlyMap<string, string>;
}

/** Starts the engines, and makes the tables and queues that are not there yet. */
export async function startStorage(
  blueprint: Blueprint,
  data: string,
  say: (line: string) => void,
  teardown: Teardown,
): Promise<Storage> {
  const buckets = blueprint.ofType('AWS::S3::Bucket').map(physicalName);
  const wantsQueues = buckets.length > 0 || blueprint.ofType('AWS::SQS::Queue').length > 0;
  const [engine, queues] = await Promise.all([
    startEngine(data, say).then((started) => {
      teardown.add(() => started.stop());
      return started;
    }),
    wantsQueues
      ? startQueues(data, say).then((started) => {
          teardown.add(() => started.stop());
          return started;
        })
      : undefined,
  ]);
  const call = engineCaller(engine.endpoint);
  teardown.add(() => call.close());
  blueprint.addresses = { ...blueprint.addresses, sqs: queues?.endpoint ?? '' };
  const streams = await makeTables(blueprint, call);
  if (streams.size > 0 && engine.database !== undefined) indexStreams(engine.database);
  if (queues) for (const bucket of buckets) await makeBucket(queues.endpoint, bucket);
  const queueUrls = queues ? await makeQueues(blueprint, queues) : new Map<string, string>();
  return { engine, call, queues, streams, queueUrls };
}

async function makeTables(blueprint: Blueprint, call: EngineCall): Promise<Storage['streams']> {
  const streams = new Map<string, string>();
  for (const resource of blueprint.ofType('AWS::DynamoDB::Table')) {
    const table = physicalName(resource);
    const engineArn = await makeTable(call, table, blueprint.properties(resource));
    if (engineArn !== undefined) streams.set(table, engineArn);
  }
  return streams;
}

async function makeQueues(
  blueprint: Blueprint,
  { client }: QueueServer,
): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  const resources = blueprint.ofType('AWS::SQS::Queue');
  const redrives = (one: (typeof resources)[number]) => Number('RedrivePolicy' in one.properties);
  // A queue names its dead-letter queue, which must be there.
  for (const resource of [...resources].sort((a, b) => redrives(a) - redrives(b))) {
    const name = physicalName(resource);
    urls.set(name, await makeQueue(client, name, blueprint.properties(resource)));
  }
  return urls;
}
