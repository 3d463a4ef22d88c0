import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { Method } from '../../lambdas/contracts/route';
import { exitCodes, Failure, interrupted } from './command';
import type { Connection } from './connection';
import { ProblemFailure } from './problem-failure';
import { mayRetry, pauseBefore } from './retry';

export interface ApiCall<S extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  /** JSON. */
  readonly body?: string;
  /** Makes a repeated write safe. */
  readonly idempotencyKey?: string;
  /** What the caller reads of the answer. */
  readonly reply: S;
}

export interface ExchangeClient {
  /** The answer, after as many tries as patience allows; what the exchange refuses is a ProblemFailure. */
  call<S extends z.ZodType>(call: ApiCall<S>): Promise<z.output<S>>;
  /** A page of text, with the path of the one behind it. */
  readText(path: string): Promise<TextPage>;
  /** Waits, unless the command is interrupted. */
  pause(milliseconds: number): Promise<void>;
}

export interface TextPage {
  readonly text: string;
  readonly next: string | undefined;
}

export interface ClientOptions {
  readonly signal: AbortSignal;
  /** How long nothing may move forward before the client gives up. */
  readonly patienceSeconds: number;
  readonly onRetry?: (why: string) => void;
  readonly random?: () => number;
}

/** Without a token only what is public can be called. */
type Destination = Pick<Connection, 'baseUrl'> & Partial<Pick<Connection, 'token'>>;

const answerTimeoutMilliseconds = 35_000;

export function exchangeClient(
  destination: Destination,
  { signal, patienceSeconds, onRetry = () => undefined, random = Math.random }: ClientOptions,
): ExchangeClient {
  let movedAt = 0;

  async function call<S extends z.ZodType>(request: ApiCall<S>): Promise<z.output<S>> {
    return understood(request.reply, jsonOf((await answerTo(request)).text));
  }

  async function readText(path: string): Promise<TextPage> {
    const { text, link } = await answerTo({ method: 'GET', path });
    return { text, next: /<([^>]*)>; rel="next"/.exec(link ?? '')?.[1] };
  }

  async function answerTo(request: Request): Promise<Outcome> {
    const startedAt = performance.now();
    for (let attempt = 0; ; attempt++) {
      const outcome = await send(request, destination, signal);
      const { status, text, retryAfter, why } = outcome;
      if (status !== undefined && status >= 200 && status < 300) {
        movedAt = performance.now();
        return outcome;
      }
      if (!mayRetry({ status })) throw new ProblemFailure(status ?? 0, jsonOf(text));
      const pauseMilliseconds = pauseBefore({ status, retryAfter, attempt }, random);
      const waited = performance.now() + pauseMilliseconds - Math.max(movedAt, startedAt);
      if (waited > patienceSeconds * 1000) throw givenUp(destination.baseUrl, why, patienceSeconds);
      onRetry(why);
      await pause(pauseMilliseconds);
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal }).catch(() => {
      throw interrupted();
    });
  }

  return { call, readText, pause };
}

type Request = Omit<ApiCall<z.ZodType>, 'reply'>;

/** One try. */
async function send(
  request: Request,
  { baseUrl, token }: Destination,
  signal: AbortSignal,
): Promise<Outcome> {
  if (signal.aborted) throw interrupted();
  try {
    const response = await fetch(`${baseUrl}${request.path}`, {
      method: request.method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMilliseconds)]),
      headers: headersOf(request, token),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const { status } = response;
    const retryAfter = response.headers.get('retry-after');
    return {
      status,
      retryAfter,
      link: response.headers.get('link'),
      text: await response.text(),
      why: `it answered ${status}`,
    };
  } catch (error) {
    if (signal.aborted) throw interrupted();
    return { status: undefined, retryAfter: null, link: null, text: '', why: reasonOf(error) };
  }
}

interface Outcome {
  readonly status: number | undefined;
  readonly retryAfter: string | null;
  readonly link: string | null;
  readonly text: string;
  readonly why: string;
}

function headersOf({ body, idempotencyKey }: Request, token: string | undefined) {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    accept: '*/*',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
}

function understood<S extends z.ZodType>(reply: S, body: unknown): z.output<S> {
  const parsed = reply.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Failure(
    exitCodes.failed,
    'the server did not answer as an exchange does: is the URL right?',
  );
}

function givenUp(baseUrl: string, why: string, seconds: number): Failure {
  return new Failure(
    exitCodes.failed,
    `gave up on ${baseUrl} after ${seconds} s without progress: ${why}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'no answer';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
