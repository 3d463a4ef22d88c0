import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilListening } from './port';

export interface Supervised {
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  readonly name: string;
  readonly port: number;
  readonly start: () => ChildProcess;
  /** Asks the process to end in its own way. */
  readonly end: (child: ChildProcess) => void;
  readonly say: (line: string) => void;
}

/** Keeps a server of another process alive on its port. */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { name, port, start, end, say } = options;
  let isStopping = false;
  let child = start();
  let startedAt = Date.now();
  const watch = () => {
    child.once('exit', (code, signal) => {
      if (isStopping) return;
      say(`${name} ended (${signal ?? code}); starting it again`);
      void restart();
    });
  };
  const restart = async () => {
    // What dies at once would otherwise be started fifty times a second.
    await sleep(Date.now() - startedAt < 1000 ? 500 : 20);
    if (isStopping) return;
    startedAt = Date.now();
    child = start();
    watch();
  };
  watch();
  await untilListening(port, 10_000).catch((error: unknown) => {
    isStopping = true;
    end(child);
    throw new Error(`${name} did not start`, { cause: error });
  });
  return {
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end(child);
      await ended;
    },
  };
}
