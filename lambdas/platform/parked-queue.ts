import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';

/** An object that could not be indexed: where it is and why; nothing of what it says. */
export const parkedObject = z.object({
  object: z.object({ pk: z.string(), sk: z.string() }),
  reason: z.string(),
});

export interface ParkedMessage {
  readonly id: string;
  readonly handle: string;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

/** Long enough to index what ten messages point at. */
const hiddenSeconds = 120;

/** The on-failure queue of a stream's reader. */
export function parkedQueue(client: SQSClient, QueueUrl: string) {
  return {
    /** What could not be done, by ids, and why. */
    async send(what: object, error: unknown): Promise<void> {
      const MessageBody = JSON.stringify({ ...what, reason: reasonOf(error) });
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },

    /** Up to ten, which nobody else gets meanwhile. */
    async receive(): Promise<ParkedMessage[]> {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '' }) => ({
        ...{ id: MessageId, handle: ReceiptHandle, body: bodyOf(Body) },
      }));
    },

    async remove({ handle }: Pick<ParkedMessage, 'handle'>): Promise<void> {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle }));
    },

    /** Gives a message back at once. */
    async release({ handle }: Pick<ParkedMessage, 'handle'>): Promise<void> {
      const back = { QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 0 };
      await client.send(new ChangeMessageVisibilityCommand(back));
    },

    /** All, whether somebody has them just now or not. */
    async count(): Promise<number> {
      const AttributeNames = [
        'ApproximateNumberOfMessages' as const,
        'ApproximateNumberOfMessagesNotVisible' as const,
        'ApproximateNumberOfMessagesDelayed' as const,
      ];
      const get = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
      const { Attributes = {} } = await client.send(get);
      return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
  };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why something failed, without the error's message, which may quote what a member sent. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const fields = error.issues.map(({ path, code }) => `${path.join('.') || 'item'}: ${code}`);
    return `it can't be read (${fields.slice(0, 5).join(', ')})`;
  }
  return error instanceof Error ? error.name : typeof error;
}
