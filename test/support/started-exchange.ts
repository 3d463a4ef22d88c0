import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tocsin } from './npm-start';

const aws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of every route
  readonly body: any;
}

/** The exchange that `npm start` runs on a data folder, as its members, and as what lies below. */
export function startedExchange(data: string) {
  const read = (file: string) => JSON.parse(readFileSync(join(data, file), 'utf8'));
  const { baseUrl, members, groups } = read('credentials.json');
  const endpoints = read('endpoints.json');
  const documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({ ...aws, endpoint: endpoints.dynamodb }),
  );
  const sqs = new SQSClient({ ...aws, endpoint: endpoints.sqs });
  const lambda = new LambdaClient({ ...aws, endpoint: endpoints.lambda });

  async function call(member: number, line: string, json?: unknown): Promise<Answer> {
    const [method = 'GET', path = '/'] = line.split(' ');
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${members[member].token}`,
        'content-type': 'application/json',
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, retryAfter, body: await response.json() };
  }

  return {
    members: members as readonly { readonly id: string }[],
    group: groups[0].id as string,
    documents,
    call,

    async tableNamed(part: string): Promise<string> {
      const { TableNames = [] } = await documents.send(new ListTablesCommand({}));
      const [found = ''] = TableNames.filter((name) => name.includes(part));
      return found;
    },

    /** Into the queue of that construct, past whoever else sends there. */
    async send(queue: string, MessageBody: string): Promise<void> {
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
      const QueueUrl = QueueUrls.find((url) => new RegExp(`Data-?${queue}[0-9A-F]{8}`).test(url));
      if (!QueueUrl) throw new Error(`no queue ${queue} among ${QueueUrls.join(', ')}`);
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },

    /** Whether the function answered, or its process ended before. */
    async invoke(name: string): Promise<'answered' | 'failed'> {
      const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
      const found = Functions.find(({ Description }) => Description?.endsWith(`: ${name}`));
      const input = { FunctionName: found?.FunctionName };
      const { FunctionError } = await lambda.send(new InvokeCommand(input));
      return FunctionError === undefined ? 'answered' : 'failed';
    },

    /** Which of these values are known to a member. */
    async known(member: number, values: readonly string[]): Promise<Set<string>> {
      const answer = await call(member, 'POST /v1/lookups', { values });
      const results: { value: string; known: boolean }[] = answer.body.results;
      return new Set(results.filter(({ known }) => known).map(({ value }) => value));
    },
  };
}

export type StartedExchange = ReturnType<typeof startedExchange>;

const batchSize = 100;

/** Publishes as the first member, in batches; tells which values were not acknowledged. */
export async function publishAll(
  { call }: StartedExchange,
  values: readonly string[],
  fields: object,
): Promise<string[]> {
  const refused: string[] = [];
  for (let at = 0; at < values.length; at += batchSize) {
    const some = values.slice(at, at + batchSize);
    const descriptors = some.map((value) => ({ value, status: 'MALICIOUS', ...fields }));
    const { status, body } = await call(0, 'POST /v1/descriptors/batch', { descriptors });
    if (status !== 200) refused.push(...some);
    else refused.push(...some.filter((_, nth) => body.results[nth].status >= 300));
  }
  return refused;
}

/** What the doctor's last lines say: each thing that is wrong, or that nothing is. */
export async function askDoctor(
  data: string,
): Promise<{ readonly code: number | null; readonly verdict: string }> {
  const { code, out } = await tocsin(data, 'doctor');
  const lines = out.trim().split('\n');
  const wrong = lines.filter((line) => line.startsWith('wrong'));
  return { code, verdict: wrong.join('\n') || (lines.at(-1) ?? '') };
}

export const healthy = { code: 0, verdict: 'healthy' };
