import type { FunctionLog } from './function-log';
import type { LocalFunction } from './local-function';
import { type Outcome, Worker } from './worker';

/** Lambda's own limit, to and from a function. */
export const payloadLimit = 6 * 1024 * 1024;

export interface Invoker {
  invoke(payload: string): Promise<Outcome>;
  stop(): Promise<void>;
}

/** A function behind the gateway, where callers come as they like. */
export interface HttpTarget extends Invoker {
  /** So many wait already that one more would only wait in vain. */
  readonly isFull: boolean;
  /** Not run at all when its turn comes and nobody wants the answer any more. */
  invoke(payload: string, isWanted?: () => boolean): Promise<Outcome>;
}

interface Waiter {
  readonly since: number;
  readonly wake: () => void;
}

/** AWS would refuse at once. So many for each child even out what comes in bursts … */
const waitingOfEach = 16;
/** … and more than so many only if they get their turn before their callers lose patience. */
const alwaysWaitingOfEach = 4;
const longestWaitMilliseconds = 2000;

/** Warm children of one function: the last used first, a new one when all are busy. */
export class WorkerPool implements HttpTarget {
  private readonly fn: LocalFunction;
  private readonly size: number;
  private readonly log: FunctionLog;
  private readonly idle: Worker[] = [];
  private readonly busy = new Set<Worker>();
  private readonly waiting: Waiter[] = [];
  private isStopping = false;

  constructor(fn: LocalFunction, size: number, log: FunctionLog) {
    this.fn = fn;
    this.size = size;
    this.log = log;
  }

  get isFull(): boolean {
    const [oldest] = this.waiting;
    if (!oldest || this.waiting.length < alwaysWaitingOfEach * this.size) return false;
    const isSlow = performance.now() - oldest.since > longestWaitMilliseconds;
    return isSlow || this.waiting.length >= waitingOfEach * this.size;
  }

  async invoke(payload: string, isWanted = () => true): Promise<Outcome> {
    if (isTooLarge(payload)) return refused('RequestEntityTooLargeException');
    const worker = await this.take(isWanted);
    if (!worker) return { status: 'timedOut' };
    const outcome = await worker.invoke(payload);
    this.putBack(worker);
    // Killed by us: that is no failure of the function, and must not count as one.
    if (this.isStopping && outcome.status !== 'returned') throw stopping();
    if (outcome.status === 'returned' && isTooLarge(outcome.payload)) {
      return refused('Function.ResponseSizeTooLarge');
    }
    return outcome;
  }

  /** Lets what runs finish for a moment; whatever it would acknowledge later was never acknowledged. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { wake } of this.waiting.splice(0)) wake();
    const end = Date.now() + 2000;
    while (this.busy.size > 0 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const worker of [...this.idle, ...this.busy]) worker.kill();
  }

  private async take(isWanted: () => boolean): Promise<Worker | undefined> {
    for (;;) {
      if (this.isStopping) throw stopping();
      if (!isWanted()) {
        this.wakeNext();
        return undefined;
      }
      const warm = this.idle.pop();
      const worker = warm ?? (this.busy.size < this.size ? this.start() : undefined);
      if (worker?.isAlive) {
        this.busy.add(worker);
        return worker;
      }
      if (!worker) await this.turn();
    }
  }

  private start(): Worker {
    return new Worker(this.fn, this.log.descriptor);
  }

  private putBack(worker: Worker): void {
    this.busy.delete(worker);
    if (worker.isAlive) this.idle.push(worker);
    this.wakeNext();
  }

  private turn(): Promise<void> {
    const since = performance.now();
    return new Promise((wake) => this.waiting.push({ since, wake }));
  }

  private wakeNext(): void {
    this.waiting.shift()?.wake();
  }
}

function stopping(): Error {
  return new Error('the local cloud is stopping');
}

function isTooLarge(payload: string): boolean {
  return payload.length > payloadLimit / 3 && Buffer.byteLength(payload) > payloadLimit;
}

function refused(errorType: string): Outcome {
  return { status: 'failed', errorType, errorMessage: `more than ${payloadLimit} bytes` };
}
