import { bundle } from './bundle';
import type { Options } from './options';
import { runWorker } from './workers';
import type { Progress } from './worlds.worker';

/**
 * Any number of worlds, in processes of which each has an engine of its own. They are the same ones for the same
 * seed and number of processes; a failure is shrunk before it is printed.
 */
export async function tryWorlds(options: Options, say: (line: string) => void): Promise<boolean> {
  const { worlds, processes, seed } = options;
  say(`${worlds} worlds, seed ${seed}, in ${processes} processes`);
  const file = await bundle('worlds.worker.ts', 'worlds');
  const latest: Progress[] = [];
  const began = Date.now();
  const shares = Array.from({ length: processes }, (_, n) => Math.floor((worlds + n) / processes));
  const codes = await Promise.all(
    shares.map((share, n) =>
      runWorker<Progress>([file, String(seed + n), String(share)], (progress) => {
        latest[n] = progress;
        sayProgress(latest, worlds, began, say);
      }),
    ),
  );
  const failures = latest.flatMap(({ failure }) => failure ?? []);
  for (const failure of failures) say(failure);
  sayLooks(latest, say);
  const isWell = failures.length === 0 && codes.every((code) => code === 0);
  const seconds = Math.round((Date.now() - began) / 1000);
  say(
    `${isWell ? 'no difference' : 'FAILED'} in ${played(latest)} worlds, seed ${seed}, ${seconds} s`,
  );
  return isWell;
}

function played(latest: readonly Progress[]): number {
  return latest.reduce((sum, { worlds }) => sum + worlds, 0);
}

let saidAt = 0;

function sayProgress(
  latest: readonly Progress[],
  worlds: number,
  began: number,
  say: (line: string) => void,
): void {
  const now = Date.now();
  if (now - saidAt < 15_000) return;
  saidAt = now;
  const done = played(latest);
  const secondsLeft = Math.round((((now - began) / done) * (worlds - done)) / 1000);
  say(`${done} of ${worlds} worlds, ${secondsLeft} s to go`);
}

/** How often each route was looked at: a route with few answers is not much of a proof. */
function sayLooks(latest: readonly Progress[], say: (line: string) => void): void {
  const sums = new Map<string, [number, number]>();
  for (const [operation, [all, answered]] of latest.flatMap(({ looks }) => Object.entries(looks))) {
    const [a, b] = sums.get(operation) ?? [0, 0];
    sums.set(operation, [a + all, b + answered]);
  }
  const all = [...sums.values()].reduce((sum, [n]) => sum + n, 0);
  say(`${all} looks; by route, with how many of them were answered 2xx:`);
  for (const [operation, [n, answered]] of sums) say(`  ${operation.padEnd(28)} ${n} ${answered}`);
}
