import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { Properties } from '../../../lib/local-cloud/properties';
import { makeQueue, startQueues } from '../../../lib/local-cloud/queues';

async function startedQueue(data: string) {
  const server = await startQueues(data, () => {});
  const QueueUrl = await makeQueue(server.client, 'parked', new Properties('parked', {}));
  const receive = async () =>
    (await server.client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0];
  return { ...server, QueueUrl, receive };
}

describe('a message that is given back at once', () => {
  it('is there for the next, and after a restart', async () => {
    const data = mkdtempSync(join(tmpdir(), 'tocsin-queues-'));
    const first = await startedQueue(data);
    const { QueueUrl, client } = first;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a-job' }));

    for (const _ of [1, 2]) {
      const ReceiptHandle = (await first.receive())?.ReceiptHandle;
      const back = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await client.send(new ChangeMessageVisibilityCommand(back));
    }
    await first.stop();
    const second = await startedQueue(data);
    const found = await second.receive();
    await second.stop();
    rmSync(data, { recursive: true });

    expect(found?.Body).toBe('a-job');
  });
});
