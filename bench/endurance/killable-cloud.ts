import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Ask } from './cloud-process';
import { heldBy, tellingHeld } from './held';
import type { Memory } from './memory';

export interface Place {
  readonly assembly: string;
  readonly data: string;
  readonly port: number;
  /** Where it says what it says. */
  readonly log: string;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The whole local cloud as a process of its own group, to be killed and started again on its data. */
export class KillableCloud {
  private readonly place: Place;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  /** Resolves when it has started. */
  static async start(place: Place): Promise<KillableCloud> {
    const cloud = new KillableCloud(place);
    await new Promise((resolve, reject) => cloud.waiting.set(0, { resolve, reject }));
    return cloud;
  }

  private constructor(place: Place) {
    this.place = place;
    const { assembly, data, port, log } = place;
    appendFileSync(log, `--- started at ${new Date().toISOString()}\n`);
    const said = openSync(log, 'a');
    this.child = fork(join(__dirname, 'cloud-process.ts'), [assembly, data, String(port)], {
      env: { ...process.env, ...tellingHeld(heldFolder(place)) },
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', 'tsx'],
      stdio: ['ignore', said, said, 'ipc'],
      detached: true,
    });
    closeSync(said);
    this.child.on('message', (answer: Answer) => this.settle(answer));
    this.child.once('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the cloud has ended'));
      this.waiting.clear();
    });
  }

  /** Megabytes by role, as `heldBy` has them. */
  held(): Promise<Memory> {
    return heldBy(this.pid, heldFolder(this.place));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  invoke<T>(name: string, payload: unknown = {}): Promise<T> {
    return this.ask({ kind: 'invoke', name, payload }) as Promise<T>;
  }

  /** Resolves when everything that was written is indexed. */
  async idle(): Promise<void> {
    await this.ask({ kind: 'idle' });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private ask(ask: Omit<Ask, 'id'>): Promise<unknown> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new Error('the cloud has ended'));
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, ...ask }, () => {});
    });
  }

  private settle({ id, result, error }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error));
  }
}

function heldFolder({ log }: Place): string {
  return `${log}.held`;
}
