import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { region } from './place';

export type EngineCall = <T>(target: EngineTarget, input: unknown) => Promise<T>;
export type EngineTarget = `DynamoDB_20120810.${string}` | `DynamoDBStreams_20120810.${string}`;

/** One bare request: the SDK would cost more than all else that a stream's reader does. */
export function engineCaller(endpoint: string): EngineCall & { close(): void } {
  const agent = new Agent({ keepAlive: true });
  const call = async <T>(target: EngineTarget, input: unknown): Promise<T> => {
    const { status, body } = await post(endpoint, agent, target, JSON.stringify(input));
    if (status !== 200) throw new Error(`${target}: ${body}`);
    return JSON.parse(body);
  };
  return Object.assign(call, { close: () => agent.destroy() });
}

const authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;

function post(
  endpoint: string,
  agent: Agent,
  target: string,
  body: string,
): Promise<{ status: number; body: string }> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': target,
    'x-amz-date': '20200101T000000Z',
    authorization,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(endpoint, { agent, method: 'POST', headers }, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, body: answer }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
