import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly token: string;
  readonly body?: unknown;
  /** Makes the repeat of a write the same write. */
  readonly key?: string;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** Seconds, when the server named them. */
  readonly retryAfter: number | undefined;
}

const repeated = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A client that repeats what was not acknowledged, the same request, until it is answered. */
export class Client {
  private readonly pool: Pool;
  /** How often a request went unanswered (`none`), or was answered by a status that asks for another try. */
  readonly repeats = new Map<string, number>();
  private isClosed = false;

  constructor(url: string, connections: number) {
    const timeout = 35_000;
    this.pool = new Pool(url, { connections, headersTimeout: timeout, bodyTimeout: timeout });
  }

  async insist(request: Request): Promise<Reply> {
    for (;;) {
      const reply = await this.try(request);
      if (reply && !repeated.has(reply.status)) return reply;
      const why = String(reply?.status ?? 'none');
      this.repeats.set(why, (this.repeats.get(why) ?? 0) + 1);
      if (this.isClosed) throw new Error('the client was closed');
      await sleep(reply?.retryAfter === undefined ? 30 : reply.retryAfter * 1000);
    }
  }

  /** The answer that must be a success, as JSON. */
  async json<T>(request: Request): Promise<T> {
    const { status, text } = await this.insist(request);
    if (status < 300) return JSON.parse(text) as T;
    throw new Error(`${request.method} ${request.path} answered ${status}: ${text.slice(0, 300)}`);
  }

  /** One try; undefined when there was no answer. */
  async try({ method, path, token, body, key }: Request): Promise<Reply | undefined> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    const text = body === undefined ? null : JSON.stringify(body);
    try {
      const answer = await this.pool.request({ method, path, headers, body: text });
      const after = answer.headers['retry-after'];
      return {
        status: answer.statusCode,
        text: await answer.body.text(),
        retryAfter: after === undefined ? undefined : Number(after),
      };
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.pool.destroy();
  }
}
