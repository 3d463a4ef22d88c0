import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Ask } from './cloud-process';

interface Started {
  readonly url: string;
  readonly dynamodb: string;
}
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

/** The whole system in a process of its own, so that driving it takes nothing from its gateway. */
export class BenchCloud {
  private readonly child: ChildProcess;
  private readonly gone: Promise<Answer>;
  url = '';
  dynamodb = '';

  static async start(
    assembly: string,
    data: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<BenchCloud> {
    const cloud = new BenchCloud(fork(join(__dirname, 'cloud-process.ts')));
    const started = (await cloud.ask({ kind: 'start', assembly, data, environment })) as Started;
    return Object.assign(cloud, started);
  }

  private constructor(child: ChildProcess) {
    this.child = child;
    this.gone = once(child, 'exit').then(() => ({ error: 'the cloud has ended' }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The operator's token. */
  async bootstrap(): Promise<string> {
    return (await this.invoke<{ token: string }>('Bootstrap', {})).token;
  }

  /** A function by its construct's id, without a gateway or a stream. */
  async invoke<T>(name: string, payload: unknown): Promise<T> {
    return (await this.ask({ kind: 'invoke', name, payload })) as T;
  }

  /** Resolves when everything that was written is indexed. */
  async idle(): Promise<void> {
    await this.ask({ kind: 'idle' });
  }

  async stop(): Promise<void> {
    await this.ask({ kind: 'stop' });
    this.child.disconnect();
    await this.gone;
  }

  /** One question at a time. */
  private async ask(ask: Ask): Promise<unknown> {
    const answered = new Promise<Answer>((resolve) => this.child.once('message', resolve));
    this.child.send(ask);
    const { result, error } = await Promise.race([answered, this.gone]);
    if (error !== undefined) throw new Error(error);
    return result;
  }
}
