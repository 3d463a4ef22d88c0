import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { region } from './place';
import { freePort } from './port';
import { isRecord, type Properties } from './properties';
import { supervise } from './supervise';

export interface QueueServer {
  readonly endpoint: string;
  readonly client: SQSClient;
  stop(): Promise<void>;
}

export async function startQueues(data: string, say: (line: string) => void): Promise<QueueServer> {
  const folder = join(data, 'sqs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const start = () =>
    fork(join(__dirname, 'queue-server.mjs'), [String(port), folder], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
    });
  const server = await supervise({
    name: 'the queue engine',
    port,
    start,
    end: (child) => child.disconnect(),
    say,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SQSClient({ endpoint, region, credentials });
  const stop = async () => {
    client.destroy();
    await server.stop();
  };
  return { endpoint, client, stop };
}

const attributeNames = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
];

/** Makes the queue unless an earlier run has; its attributes are the template's either way. */
export async function makeQueue(
  client: SQSClient,
  name: string,
  { values }: Properties,
): Promise<string> {
  const Attributes: Record<string, string> = {};
  for (const attribute of attributeNames) {
    if (values[attribute] !== undefined) Attributes[attribute] = String(values[attribute]);
  }
  const redrive = values['RedrivePolicy'];
  if (isRecord(redrive)) Attributes['RedrivePolicy'] = JSON.stringify(redrive);
  try {
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    const { FifoQueue: _fixed, ...changeable } = Attributes;
    if (Object.keys(changeable).length > 0) {
      await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: changeable }));
    }
    return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    const made = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return made.QueueUrl ?? '';
  }
}
