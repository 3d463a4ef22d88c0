import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { routes } from '../../lambdas/contracts/routes';
import { startEngine } from '../support/engine';
import { twins } from '../support/twin-pair';
import { type Telling, tellingsOf } from '../support/twin-world';
import type { Setting, WorldOptions } from '../support/twin-world-cast';
import { graphRoute } from '../support/twin-world-graph';
import { history } from '../support/twin-world-history';
import type { Request } from '../support/twin-world-looks';
import { sweepingTellings } from '../support/twin-world-sweep';
import { type Bend, bent, type Leak } from './bends';
import type { Site } from './sites';

/** What became of a site that was bent. */
export interface Verdict {
  readonly id: number;
  /** The look by which the worlds were told apart, or the error; absent where the site survived. */
  readonly killedBy?: string;
  /** Pairs of worlds that it took. */
  readonly worlds: number;
  /** Whether anything came by it. */
  readonly isReached: boolean;
}

/** The looks of a sweep with nothing bent, and which of them come by which site: as one process tells it to the others. */
export interface Sweep {
  readonly observerClass: ObserverClass;
  readonly lookedAt: readonly (readonly [site: number, lines: readonly string[]])[];
  readonly requests: readonly Asked[];
}

type Asked = Omit<Request, 'route'> & { readonly operationId: string };

type ObserverClass = Setting['observerClass'];
type Play = ReturnType<typeof twins>;
type Thunk = () => unknown;

const mostLooks = 60;

/** What is bent just now, and which sites were come by since it was asked last. */
const state = {
  active: -1,
  leak: { memberId: '', groupIds: () => [] } as Leak,
  reached: new Set<number>(),
};
const bendOf = new Map<number, Bend>();

function bender(site: number, real: Thunk, other: Thunk | undefined, property?: string): unknown {
  state.reached.add(site);
  const bend = bendOf.get(site);
  if (site !== state.active || !bend) return real();
  if (other) return other();
  if (property === undefined) return bent(bend, real, state.leak);
  const whole = real() as Record<string, unknown>;
  return { ...whole, [property]: bent(bend, () => whole[property], state.leak) };
}

Object.assign(globalThis, { tocsinBend: bender });

/** `node mutants.worker.js sweep <class>`, then `node mutants.worker.js <sites.json> <sweeps.json> <worlds> <id>,<id>,…` */
async function main(): Promise<void> {
  const [first = '', second = '', worlds = '0', ids = ''] = process.argv.slice(2);
  const engine = await startEngine();
  const play = twins(engine);
  try {
    if (first === 'sweep') tell(await sweep(second as ObserverClass, play));
    else await judgeAll(first, second, Number(worlds), ids.split(',').map(Number), play);
  } finally {
    // It would keep a process that fails from ending.
    await engine.stop();
  }
}

function tell(what: Sweep | Verdict): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function sweep(observerClass: ObserverClass, play: Play): Promise<Sweep> {
  const lookedAt = new Map<number, Set<string>>();
  const watcher = { observerClass, ...noting(lookedAt) };
  const plain = await play((options, script) => sweepingTellings(options, script, watcher));
  if (plain.found) throw new Error('the worlds are told apart though nothing is bent');
  return {
    observerClass,
    lookedAt: [...lookedAt].map(([site, lines]) => [site, [...lines]]),
    requests: plain.tellings.map(({ request: { route, ...asked } }) => ({
      ...{ operationId: route.operationId, ...asked },
    })),
  };
}

async function judgeAll(
  sitesFile: string,
  sweepsFile: string,
  worlds: number,
  ids: readonly number[],
  play: Play,
): Promise<void> {
  const sites = JSON.parse(readFileSync(sitesFile, 'utf8')) as Site[];
  for (const { id, bend } of sites) bendOf.set(id, bend);
  const sweeps = (JSON.parse(readFileSync(sweepsFile, 'utf8')) as Sweep[]).map((one) => ({
    observerClass: one.observerClass,
    lookedAt: new Map(one.lookedAt.map(([site, lines]) => [site, new Set(lines)])),
    requests: one.requests.map(asRequest),
  }));
  const histories = fc.sample(history, { numRuns: worlds, seed: 7 });
  for (const id of ids) tell(await judge(id));

  async function judge(id: number): Promise<Verdict> {
    state.reached.clear();
    const tellers = [
      ...sweeps.map(({ observerClass, lookedAt, requests }) => {
        const mine = looksFor(requests, lookedAt.get(id));
        return (options: WorldOptions) => sweepingTellings(options, mine, { observerClass });
      }),
      ...histories.map(
        (one) => (options: WorldOptions, script?: readonly Request[]) =>
          tellingsOf(one, options, script),
      ),
    ];
    for (const [n, tell] of tellers.entries()) {
      const killedBy = await killer(id, tell);
      if (killedBy) return { id, killedBy, worlds: n + 1, isReached: true };
    }
    return { id, worlds: tellers.length, isReached: state.reached.has(id) };
  }

  async function killer(
    id: number,
    tell: (options: WorldOptions, script?: readonly Request[]) => Promise<Telling[]>,
  ): Promise<string | undefined> {
    const onMade: WorldOptions['onMade'] = ({ hidden, hiddenGroups }, secrets) => {
      state.leak = {
        memberId: hidden.id,
        groupIds: () => [...hiddenGroups, ...secrets.all('groups', 'hidden')],
      };
      state.active = id;
    };
    try {
      const { found } = await play((options, script) => {
        state.active = -1;
        return tell({ ...options, onMade }, script);
      });
      return found && (JSON.parse(found.withHidden) as { line: string }).line;
    } catch (error) {
      return `failure: ${String(error).slice(0, 100)}`;
    } finally {
      state.active = -1;
    }
  }
}

/** Which looks come by which site; what the acts before came by is not theirs. */
function noting(lookedAt: Map<number, Set<string>>) {
  return {
    begin: () => state.reached.clear(),
    looked: (request: Request) => {
      for (const site of state.reached) {
        lookedAt.set(site, (lookedAt.get(site) ?? new Set()).add(lineOf(request)));
      }
      state.reached.clear();
    },
  };
}

/** Some that come by the site, of all routes that do; where only acts do, whatever reads. */
function looksFor(all: readonly Request[], lines: ReadonlySet<string> | undefined): Request[] {
  const mine = all.filter((one) => (lines ? lines.has(lineOf(one)) : one.route.isRead));
  const step = Math.ceil(mine.length / mostLooks);
  return mine.filter((_, at) => at % step === 0);
}

function asRequest({ operationId, ...asked }: Asked): Request {
  const route = [...routes, graphRoute].find((one) => one.operationId === operationId);
  if (!route) throw new Error(`no route ${operationId}`);
  return { route, ...asked };
}

function lineOf({ line, call }: Pick<Request, 'line' | 'call'>): string {
  return `${line} ${JSON.stringify(call)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
