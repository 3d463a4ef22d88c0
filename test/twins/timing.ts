import { bundle } from './bundle';
import type { Options } from './options';
import { runWorker } from './workers';

/** Beyond this a difference is not chance (reliability A5). */
const most = 4.5;

interface Timed {
  readonly name: string;
  readonly pairs: number;
  readonly t: number;
}

/** Whether what may not be told is told by the clock: Welch's t of requests in pairs, in this process. */
export async function tryTiming(options: Options, say: (line: string) => void): Promise<boolean> {
  const file = await bundle('timing.worker.ts', 'timing');
  const timed: Timed[] = [];
  const code = await runWorker<Timed>([file, String(options.pairs)], (one) => {
    timed.push(one);
    say(`${one.name}: t = ${one.t.toFixed(2)} over ${one.pairs} pairs`);
  });
  return code === 0 && timed.every(({ t }) => Math.abs(t) < most);
}
