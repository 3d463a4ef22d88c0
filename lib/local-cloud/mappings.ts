import type { Resource } from './assembly';
import type { Blueprint } from './blueprint';
import { Checkpoint } from './checkpoint';
import { Doorbell } from './doorbell';
import { type MappingSettings, readMapping } from './mapping-settings';
import { sendFailure } from './on-failure';
import { QueueMapping } from './queue-mapping';
import type { Storage } from './storage';
import { StreamMapping } from './stream-mapping';
import { StreamShard } from './stream-shard';
import type { Teardown } from './teardown';
import { startTrimming } from './trimmer';
import type { Invoker } from './worker-pool';

export interface Mapping {
  /** Records handed over since the start. */
  readonly handedOver: number;
  start(): void;
  stop(): Promise<void>;
  caughtUp(): Promise<void>;
}

export interface MappingsOptions {
  readonly data: string;
  readonly storage: Storage;
  readonly invokerOf: (functionArn: string) => Invoker;
  readonly say: (line: string) => void;
}

/** Starts every event source mapping of the template. */
export async function startMappings(
  blueprint: Blueprint,
  options: MappingsOptions,
  teardown: Teardown,
): Promise<readonly Mapping[]> {
  const { storage } = options;
  const doorbell = new Doorbell(storage.engine.database);
  const readers = new Map<string, Checkpoint[]>();
  for (const table of storage.streams.keys()) readers.set(table, []);
  const mappings: Mapping[] = [];
  for (const resource of blueprint.ofType('AWS::Lambda::EventSourceMapping')) {
    const properties = blueprint.properties(resource);
    const settings = readMapping(properties);
    if (!properties.flag('Enabled', true)) continue;
    if (settings.sourceArn.includes(':sqs:')) mappings.push(queueMapping(settings, options));
    else {
      const checkpoint = new Checkpoint(options.data, `${resource.stack}-${resource.logicalId}`);
      readers.get(tableOf(settings.sourceArn))?.push(checkpoint);
      mappings.push(await streamMapping(resource, settings, checkpoint, doorbell, options));
    }
  }
  for (const mapping of mappings) mapping.start();
  const streams = [...readers].map(([table, of]) => ({ table, readers: of }));
  const trimming = startTrimming(storage.engine.database, streams);
  teardown.add(() => {
    trimming.stop();
    doorbell.close();
  });
  return mappings;
}

async function streamMapping(
  resource: Resource,
  settings: MappingSettings,
  checkpoint: Checkpoint,
  doorbell: Doorbell,
  { storage, invokerOf, say }: MappingsOptions,
): Promise<Mapping> {
  const engineArn = storage.streams.get(tableOf(settings.sourceArn));
  if (engineArn === undefined)
    throw new Error(`${resource.path}: ${settings.sourceArn} is no stream`);
  const shard = await StreamShard.open(storage.call, engineArn, settings.sourceArn);
  const invoker = invokerOf(settings.functionArn);
  const { queues } = storage;
  const queueUrl = settings.onFailureArn && storage.queueUrls.get(queueOf(settings.onFailureArn));
  const park =
    queues && queueUrl ? sendFailure.bind(undefined, queues.client, queueUrl) : undefined;
  if (settings.onFailureArn !== undefined && !park) {
    throw new Error(`${resource.path}: no queue ${settings.onFailureArn}`);
  }
  return new StreamMapping({ settings, shard, invoker, checkpoint, doorbell, park, say });
}

function queueMapping(settings: MappingSettings, options: MappingsOptions): Mapping {
  const { storage, invokerOf, say } = options;
  const queueUrl = storage.queueUrls.get(queueOf(settings.sourceArn));
  if (!storage.queues || queueUrl === undefined) throw new Error(`no queue ${settings.sourceArn}`);
  const { client } = storage.queues;
  return new QueueMapping({
    settings,
    client,
    queueUrl,
    invoker: invokerOf(settings.functionArn),
    say,
  });
}

function tableOf(streamArn: string): string {
  return streamArn.split('/')[1] ?? '';
}

function queueOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
