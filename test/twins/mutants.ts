import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bendable } from './bendable';
import { bends } from './bends';
import { bundle, root } from './bundle';
import { heldElsewhere } from './held-elsewhere';
import type { Sweep, Verdict } from './mutants.worker';
import type { Options } from './options';
import { findSites, type Site } from './sites';
import { runWorker } from './workers';

export interface Judged extends Verdict {
  readonly site: Site;
}

/** Bends every site in turn, and lets the twin worlds find it: first by the sweep of all routes, then by random histories. */
export async function judgeMutants(
  sites: readonly Site[],
  { worlds, processes }: Pick<Options, 'worlds' | 'processes'>,
  onVerdict: (judged: Judged) => void = () => undefined,
): Promise<Judged[]> {
  const list = join(root, '.build/twins/sites.json');
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(list, JSON.stringify(sites));
  const file = await bundle('mutants.worker.ts', 'mutants', [bendable(sites)]);
  const sweeps = join(root, '.build/twins/sweeps.json');
  writeFileSync(sweeps, JSON.stringify(await sweepUnbent(file)));
  const judged: Judged[] = [];
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, n) => {
      const mine = sites.filter((_, at) => at % processes === n).map(({ id }) => id);
      const args = [file, list, sweeps, String(worlds), mine.join(',')];
      return runWorker<Verdict>(args, (verdict) => {
        const site = sites.find(({ id }) => id === verdict.id);
        if (!site) return;
        judged.push({ ...verdict, site });
        onVerdict({ ...verdict, site });
      });
    }),
  );
  if (codes.some((code) => code !== 0)) throw new Error('a worker failed');
  return judged;
}

/** Once for all processes: it takes as long as a dozen sites. */
async function sweepUnbent(file: string): Promise<Sweep[]> {
  const sweeps = new Map<string, Sweep>();
  const codes = await Promise.all(
    ['company', 'government'].map((name) =>
      runWorker<Sweep>([file, 'sweep', name], (sweep) => sweeps.set(name, sweep)),
    ),
  );
  if (codes.some((code) => code !== 0)) throw new Error('a worker failed');
  return ['company', 'government'].flatMap((name) => sweeps.get(name) ?? []);
}

/** False where a site survives that no other test is named for, or where one is named that is not there or not needed. */
export async function tryMutants(options: Options, say: (line: string) => void): Promise<boolean> {
  const { only, bend: wanted } = options;
  const sites = findSites().filter(
    ({ name, bend }) => name.includes(only) && (wanted === '' || bend === wanted),
  );
  say(`${sites.length} sites, each against a sweep and ${options.worlds} random histories`);
  const judged = await judgeMutants(sites, options, (one) => say(rowOf(one)));
  const survivors = judged.filter(({ killedBy }) => killedBy === undefined);
  const unheld = survivors.filter(({ site }) => !isHeld(site, judged));
  say(
    `${judged.length - survivors.length} of ${judged.length} killed by twin worlds, ` +
      `${survivors.length - unheld.length} held by other tests, ${unheld.length} by none`,
  );
  for (const { site } of unheld) say(`held by none: ${site.name}`);
  const needless = needlessPlaces(judged);
  for (const place of needless) say(`found by twin worlds, and held elsewhere: ${place}`);
  return unheld.length + needless.length === 0;
}

/** For which a test is named though twin worlds find each site of it. */
function needlessPlaces(judged: readonly Judged[]): string[] {
  const places = Map.groupBy(judged, ({ site }) => site.place);
  return Object.keys(heldElsewhere).filter((place) =>
    places.get(place)?.every(({ killedBy }) => killedBy !== undefined),
  );
}

/** By a test that is named for it; where that is this one, another place of its file must be found. */
function isHeld({ place, file }: Site, judged: readonly Judged[]): boolean {
  const test = heldElsewhere[place];
  if (test === undefined || !existsSync(join(root, `test/${test}.test.ts`))) return false;
  const isBehindAnother = judged.some(({ site, killedBy }) => site.file === file && killedBy);
  return test !== 'component/mutation' || isBehindAnother;
}

function rowOf({ site, killedBy, worlds, isReached }: Judged): string {
  const held = heldElsewhere[site.place];
  const survived = held ? `held by test/${held}.test.ts` : 'SURVIVED';
  const fate = killedBy ? `killed by ${killedBy}, world ${worlds}` : survived;
  return `${site.name} → ${bends[site.bend]}: ${fate}${isReached ? '' : ' (never reached)'}`;
}
