import fc from 'fast-check';
import { routes } from '../../lambdas/contracts/routes';
import { startEngine } from '../support/engine';
import { twins } from '../support/twin-pair';
import { tellingsOf } from '../support/twin-world';
import { type History, history } from '../support/twin-world-history';

/** What the parent is told, a line of JSON each. */
export interface Progress {
  readonly worlds: number;
  /** Looks, and how many of them were answered with what they asked for, by operation. */
  readonly looks: Readonly<Record<string, readonly [all: number, answered: number]>>;
  /** The shrunk history, and how to play it again. */
  readonly failure?: string;
}

const progressEvery = 25;

/** `node worlds.worker.js <seed> <worlds>` */
async function main(): Promise<void> {
  const [seed = 0, worlds = 0] = process.argv.slice(2).map(Number);
  const engine = await startEngine();
  const play = twins(engine);
  const looks = new Map(
    routes.map(({ operationId }) => [String(operationId), [0, 0] as [number, number]]),
  );
  let played = 0;
  const say = (failure?: string) => {
    const progress = { worlds: played, looks: Object.fromEntries(looks) };
    process.stdout.write(`${JSON.stringify({ ...progress, ...(failure ? { failure } : {}) })}\n`);
  };
  const same = fc.asyncProperty(history, async (one: History) => {
    const { tellings, found } = await play((...world) => tellingsOf(one, ...world));
    for (const { request, status } of tellings) {
      const count = looks.get(request.route.operationId) ?? [0, 0];
      count[0] += 1;
      if (status < 300) count[1] += 1;
    }
    if (found) throw new Error(`${found.withHidden}\n${found.without}`);
    played += 1;
    if (played % progressEvery === 0) say();
  });
  const result = await fc.check(same, { numRuns: worlds, seed });
  say(
    result.failed
      ? `${result.errorInstance}\n${await fc.asyncDefaultReportMessage(result)}`
      : undefined,
  );
  await engine.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
