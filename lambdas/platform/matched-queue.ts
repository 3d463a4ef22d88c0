import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MatchedMessage } from '../contracts/matched-message';

/** SQS takes ten messages at once, and so many bytes in all. */
const [mostMessages, mostBytes] = [10, 240_000];
const sentAtOnce = 8;

/**
 * The queue of what was matched: a fair one (SQS fair queues), so that what one member causes delays no other. Answers the
 * messages that it did not take, with the reason.
 */
export function matchedQueue(client: SQSClient, QueueUrl: string) {
  async function sendRun(run: readonly Written[]): Promise<[MatchedMessage, unknown][]> {
    const Entries = run.map(({ message, text }, at) => ({
      ...{ Id: String(at), MessageBody: text, MessageGroupId: groupOf(message) },
    }));
    try {
      const send = new SendMessageBatchCommand({ QueueUrl, Entries });
      const { Failed = [] } = await client.send(send);
      return Failed.flatMap(({ Id, Code }) => {
        const one = run[Number(Id)];
        return one ? [[one.message, busy(Code)] as [MatchedMessage, unknown]] : [];
      });
    } catch (error) {
      return run.map(({ message }) => [message, error]);
    }
  }

  return {
    async send(messages: readonly MatchedMessage[]): Promise<Map<MatchedMessage, unknown>> {
      const runs = runsOf(messages);
      const refused: [MatchedMessage, unknown][] = [];
      for (let at = 0; at < runs.length; at += sentAtOnce) {
        const sent = await Promise.all(runs.slice(at, at + sentAtOnce).map(sendRun));
        refused.push(...sent.flat());
      }
      return new Map(refused);
    },
  };
}

/**
 * The member that a message is for; where it is for several, so that a change costs few messages, the one whose
 * object changed.
 */
function groupOf({ watches, change: { id, projection = '{}' } }: MatchedMessage): string {
  const [only, ...others] = new Set(watches.map(({ member }) => member));
  if (only !== undefined && others.length === 0) return only;
  const { owner } = JSON.parse(projection) as { readonly owner?: string };
  return owner ?? id;
}

interface Written {
  readonly message: MatchedMessage;
  readonly text: string;
}

/** As many in one call as it takes. */
function runsOf(messages: readonly MatchedMessage[]): Written[][] {
  const runs: Written[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const text = JSON.stringify(message);
    const size = Buffer.byteLength(text);
    const last = runs.at(-1);
    if (last && last.length < mostMessages && bytes + size <= mostBytes) {
      last.push({ message, text });
      bytes += size;
    } else {
      runs.push([{ message, text }]);
      bytes = size;
    }
  }
  return runs;
}

/** A message that the queue refused by itself, and not for what it says. */
function busy(code: string | undefined): Error {
  return Object.assign(new Error('the queue did not take it'), {
    name: 'ServiceUnavailable',
    code,
  });
}
