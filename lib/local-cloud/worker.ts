import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LocalFunction } from './local-function';

export type Outcome =
  | { readonly status: 'returned'; readonly payload: string }
  | { readonly status: 'failed'; readonly errorType: string; readonly errorMessage: string }
  | { readonly status: 'timedOut' };

interface Answer {
  readonly payload?: string;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** One child process: one invocation at a time, as Lambda's own environments do. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly fn: LocalFunction;
  private settle: ((outcome: Outcome) => void) | undefined;
  private hasEnded = false;

  constructor(fn: LocalFunction, log: number) {
    this.fn = fn;
    this.child = fork(join(__dirname, 'function-runtime.mjs'), [fn.file, fn.exportName], {
      // A JSON text in V8's own form took half the time of Node's JSON for 5 MB, and the same for 1 KB.
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${fn.memoryMegabytes}`],
      env: { ...fn.environment },
      stdio: ['ignore', log, log, 'ipc'],
      // Ctrl-C in a terminal reaches us alone, and what runs is let finish.
      detached: true,
    });
    this.child.on('message', (answer: Answer) => this.settle?.(outcomeOf(answer)));
    this.child.once('exit', () => this.end());
    this.child.once('error', () => this.end());
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  invoke(payload: string): Promise<Outcome> {
    const deadline = Date.now() + this.fn.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.kill();
        this.settle?.({ status: 'timedOut' });
      }, this.fn.timeoutSeconds * 1000);
      this.settle = (outcome) => {
        clearTimeout(timer);
        this.settle = undefined;
        resolve(outcome);
      };
      if (this.hasEnded) this.end();
      else this.child.send({ payload, context: this.context(deadline) }, () => {});
    });
  }

  kill(): void {
    this.hasEnded = true;
    this.child.kill('SIGKILL');
  }

  private end(): void {
    this.hasEnded = true;
    const errorMessage = 'the runtime exited before it answered';
    this.settle?.({ status: 'failed', errorType: 'Runtime.ExitError', errorMessage });
  }

  private context(deadline: number): Record<string, unknown> {
    return {
      deadline,
      awsRequestId: randomUUID(),
      functionName: this.fn.name,
      functionVersion: '$LATEST',
      invokedFunctionArn: this.fn.arn,
      memoryLimitInMB: String(this.fn.memoryMegabytes),
      logGroupName: `/aws/lambda/${this.fn.name}`,
      logStreamName: 'local',
    };
  }
}

function outcomeOf({ payload, error }: Answer): Outcome {
  if (error) return { status: 'failed', ...error };
  return { status: 'returned', payload: payload ?? 'null' };
}
