import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import type { Keys } from '../core/keys';
import type { Clock } from '../core/time';
import { type AudiencesOf, audiencesOf as visibleTo } from '../core/visibility';
import { directoryStore } from '../store/directory-store';
import { governanceStore } from '../store/governance-store';
import { limitsStore } from '../store/limits-store';
import { useStore } from '../store/use-store';
import { authenticator } from './authenticate';
import { governanceReader } from './governance';
import type { HttpEdge } from './http-handler';
import { type Log, makeLogger } from './logger';
import { useNoter } from './note-use';
import { rateLimiter } from './rate-limit';

/** The variables that every function of the API with callers has. */
export const edgeVariables = {
  [environment.directoryTable]: z.string(),
  [environment.limitsTable]: z.string(),
  [environment.keysSecret]: z.string(),
  [environment.requestsPerSecond]: z.coerce.number().int().positive(),
  [environment.sourceRequestsPerSecond]: z.coerce.number().int().positive(),
} as const;

export interface EdgeSettings {
  readonly DIRECTORY_TABLE: string;
  readonly LIMITS_TABLE: string;
  readonly REQUESTS_PER_SECOND: number;
  readonly SOURCE_REQUESTS_PER_SECOND: number;
}

/** What tests put in place of the real thing. */
export interface EdgeOverrides {
  readonly now?: Clock;
  readonly log?: Log;
  readonly audiencesOf?: AudiencesOf;
}

export const clock: Clock = () => Date.now() * 1000;

/** Authentication, limits and log as every function of the API has them. */
export function httpEdge(
  client: DynamoDBDocumentClient,
  env: EdgeSettings,
  keys: Keys,
  { now = clock, log = makeLogger(), audiencesOf = visibleTo }: EdgeOverrides = {},
): HttpEdge {
  const directory = directoryStore(client, env.DIRECTORY_TABLE);
  const governance = governanceStore(client, env.DIRECTORY_TABLE);
  const inForce = governanceReader({ governance, now });
  const limits = limitsStore(client, env.LIMITS_TABLE);
  const uses = useStore(client, env.LIMITS_TABLE);
  const limitOf = (kind: 'member' | 'source', requestsPerSecond: number) =>
    rateLimiter({ limits, kind, requestsPerSecond, now });
  return {
    authenticate: authenticator({ directory, inForce, pepper: keys.credentials, audiencesOf, now }),
    limitOfMember: limitOf('member', env.REQUESTS_PER_SECOND),
    limitOfSource: limitOf('source', env.SOURCE_REQUESTS_PER_SECOND),
    noteUse: useNoter({ uses, now, log }),
    log,
  };
}
