import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorReply, RepairReply } from '../../../lambdas/contracts/operations';
import { type Answer, exchangeDouble, type Seen } from './exchange-double';
import { scratchFolder, tocsin, tocsinInProcess } from './run-tocsin';

/** What each function answers, invocation after invocation; the last one again when they are over. */
export type Replies = Readonly<Record<string, readonly unknown[]>>;

/** Thrown inside the function, as Lambda tells it. */
export const functionError = Symbol('an unhandled error');

const names = [
  ...['publish', 'bootstrap', 'doctor', 'repairer'],
  ...['audit-redriver', 'matcher-redriver', 'notifier-redriver', 'redriver'],
];
const invocation = new RegExp(`-(${names.join('|')})-x1/invocations$`);

const functionsOf = (stage: string) =>
  names.map((name) => ({
    FunctionName: `Tocsin-${stage}-${name}-x1`,
    Description: `Tocsin ${stage}: ${name}`,
  }));

/** An account may have several deployments; a local cloud is one. */
const localPath = '/secret-path';

/** Lambda's own API as far as the command line uses it, and the command line run against it. */
export async function lambdaDouble(replies: Replies) {
  const left = new Map(Object.entries(replies).map(([name, list]) => [name, [...list]]));
  const server = await exchangeDouble(({ line }: Seen): Answer => {
    if (line.startsWith('GET')) {
      const stages = line.includes(localPath) ? ['dev'] : ['dev', 'prod'];
      return { status: 200, body: { Functions: stages.flatMap(functionsOf) } };
    }
    const [, name = ''] = invocation.exec(line) ?? [];
    const list = left.get(name) ?? [];
    const body = list.length > 1 ? list.shift() : list[0];
    if (body !== functionError) return { status: 200, body };
    const headers = { 'x-amz-function-error': 'Unhandled' };
    return { status: 200, headers, body: { errorType: 'Error', errorMessage: 'secret.example' } };
  });
  const data = scratchFolder();
  writeFileSync(join(data, 'endpoints.json'), JSON.stringify({ lambda: server.url + localPath }));
  const account = {
    AWS_ENDPOINT_URL_LAMBDA: server.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return {
    stop: server.stop,
    data,
    /** As on the machine where `npm start` runs. */
    here: (...args: string[]) => tocsinInProcess(args, { TOCSIN_DATA: data }),
    /** As with AWS credentials in the environment. */
    onAws: (...args: string[]) => tocsin(args, { env: account }),
    invoked: () =>
      server.seen
        .filter(({ line }) => line.startsWith('POST'))
        .map(({ line, body }) => ({ name: line.split('/').at(-2) ?? '', body })),
  };
}

export const wellDoctor: DoctorReply = {
  at: '2026-11-22T10:00:00.000Z',
  lag: { milliseconds: 12, waitedSeconds: 10 },
  queues: [{ name: 'IndexerParked', messages: 0 }],
  expirerMinutesBehind: 0,
  lastWalk: null,
};

export function walked(reply: Partial<RepairReply> = {}): RepairReply {
  return {
    job: 'check',
    state: 'done',
    startedAt: '2026-11-22T10:00:00.000Z',
    at: '2026-11-22T10:00:20.000Z',
    progress: { step: 'audiences', done: 3, of: 3 },
    objects: 1234,
    audiences: 3,
    drift: {},
    repaired: {},
    findings: [],
    failed: [],
    missing: [],
    strays: 0,
    ...reply,
  };
}
