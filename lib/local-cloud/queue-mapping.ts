import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { failuresOf } from './batch-outcome';
import type { MappingSettings } from './mapping-settings';
import { region } from './place';
import type { Invoker } from './worker-pool';

export interface QueueMappingOptions {
  readonly settings: MappingSettings;
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly invoker: Invoker;
  readonly say: (line: string) => void;
}

/** One function on one queue, as many batches at once as its mapping lets it: what it does not do comes back after the visibility timeout. */
export class QueueMapping {
  private readonly options: QueueMappingOptions;
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];
  handedOver = 0;

  constructor(options: QueueMappingOptions) {
    this.options = options;
  }

  start(): void {
    this.running = Array.from({ length: this.options.settings.atOnce }, () => this.run());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  async caughtUp(): Promise<void> {
    const { client, queueUrl: QueueUrl } = this.options;
    const AttributeNames = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
    ] as const;
    for (;;) {
      const input = { QueueUrl, AttributeNames: [...AttributeNames] };
      const { Attributes = {} } = await client.send(new GetQueueAttributesCommand(input));
      if (AttributeNames.every((name) => Number(Attributes[name]) === 0)) return;
      await sleep(20);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const messages = await this.receive();
        if (messages.length > 0) await this.handOver(messages);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.options.say(`queue ${this.options.queueUrl}: ${error}; trying again`);
        await sleep(200);
      }
    }
  }

  private async receive(): Promise<readonly Message[]> {
    const { client, queueUrl: QueueUrl, settings } = this.options;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(10, settings.batchSize),
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: this.stopping.signal },
    );
    return Messages;
  }

  private async handOver(messages: readonly Message[]): Promise<void> {
    const { client, queueUrl: QueueUrl, settings, invoker } = this.options;
    const wanted = messages.filter((message) => settings.accepts(withBody(message)));
    const Records = wanted.map((message) => recordOf(message, settings.sourceArn));
    const failures =
      wanted.length === 0
        ? []
        : failuresOf(
            await invoker.invoke(JSON.stringify({ Records })),
            settings.reportsItemFailures,
          );
    this.handedOver += wanted.length;
    if (failures === 'all') return;
    const done = messages.filter(({ MessageId = '' }) => !failures.includes(MessageId));
    const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

function recordOf(message: Message, sourceArn: string): Record<string, unknown> {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
    name,
    {
      stringValue: attribute.StringValue,
      dataType: attribute.DataType,
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: sourceArn,
    awsRegion: region,
  };
}

// A filter on `body` looks into it when it is JSON.
function withBody({ Body = '' }: Message): { body: unknown } {
  try {
    return { body: JSON.parse(Body) };
  } catch {
    return { body: Body };
  }
}
