import { environment } from '../contracts/environment';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Keys } from '../core/keys';
import type { Clock } from '../core/time';
import { directoryStore } from '../store/directory-store';
import { limitsStore } from '../store/limits-store';
import { authenticator } from './authenticate';
import type { HttpEdge } from './http-handler';
import { type Log, makeLogger } from './logger';
import { rateLimiter } from './rate-limit';

/** The variables that every function of the API with callers has. */
export const edgeVariables = {
  [environment.directoryTable]: z.string(),
  [environment.limitsTable]: z.string(),
  [environment.keysSecret]: z.string(),
  [environment.requestsPerSecond]: z.coerce.number().int().positive(),
} as const;

export interface EdgeSettings {
  readonly directoryTable: string;
  readonly limitsTable: string;
  readonly requestsPerSecond: number;
}

export const clock: Clock = () => Date.now() * 1000;

/** Authentication, limits and log as every function of the API has them. */
export function httpEdge(
  client: DynamoDBDocumentClient,
  { directoryTable, limitsTable, requestsPerSecond }: EdgeSettings,
  keys: Keys,
  { now = clock, log = makeLogger() }: { readonly now?: Clock; readonly log?: Log } = {},
): HttpEdge {
  const directory = directoryStore(client, directoryTable);
  return {
    authenticate: authenticator({ directory, pepper: keys.credentials, now }),
    rateLimit: rateLimiter({ limits: limitsStore(client, limitsTable), requestsPerSecond, now }),
    log,
  };
}
