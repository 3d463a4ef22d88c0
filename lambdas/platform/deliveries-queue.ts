import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryMessage } from '../contracts/delivery-message';

/** Sends to the deliverer, after a delay if there is one. */
export type SendDelivery = (message: DeliveryMessage, delaySeconds?: number) => Promise<void>;

/** A group a member: the queue is fair, so that one member's backlog delays no other (SQS fair queues). */
export function deliverySender(client: SQSClient, QueueUrl: string): SendDelivery {
  return async (message, delaySeconds = 0) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.member,
        ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
      }),
    );
  };
}

/** The same for many at once. */
export async function sendDeliveries(
  client: SQSClient,
  QueueUrl: string,
  messages: readonly DeliveryMessage[],
): Promise<void> {
  for (let at = 0; at < messages.length; at += 10) {
    const Entries = messages.slice(at, at + 10).map((message, n) => ({
      ...{ Id: String(n), MessageBody: JSON.stringify(message), MessageGroupId: message.member },
    }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`the queue refused ${Failed.length} messages`);
  }
}
