import { Pool } from 'undici';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
}

/** A number of kept connections to the API, with one request at a time on each. */
export class Api {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** The body of an answer that must be a success. */
  async send({ method, path, token, body }: Call): Promise<string> {
    const answer = await this.pool.request({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode < 300) return text;
    throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
  }

  async json<T>(call: Call): Promise<T> {
    return JSON.parse(await this.send(call)) as T;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
