import { join } from 'node:path';
import { Blueprint } from '../../lib/local-cloud/blueprint';
import { Api } from '../api';
import { BenchCloud } from '../cloud';
import { copyFolder } from '../load/empty-exchange';
import { physicalTables } from '../load/open-store';
import { storedExchange } from '../load/stored-exchange';
import { startMeter } from '../meter';
import { UsageError } from '../options';
import { preloaded } from '../profiler';
import type { Setting } from '../setting';
import { figure, section } from '../text-table';
import { type Compared, compareSearches, compareUpdates, type Surfaces } from './compare';

const allowed = 1.3;
const parts = [
  { name: 'graph-searches', to: 'community', compare: compareSearches },
  { name: 'graph-updates', to: 'group', compare: compareUpdates },
] as const;

/** What is asked of ThreatExchange's graph, in read units, beside the same of the native API in the same run. */
export async function runGraph({ kept, workplace, options }: Setting): Promise<void> {
  const lines: string[][] = [];
  const chosen = parts.filter(({ name }) => name.startsWith(options.only ?? ''));
  if (chosen.length === 0) throw new UsageError(`no part of the graph is called '${options.only}'`);
  for (const stored of options.stored) {
    for (const { to, compare } of chosen) {
      const { data, cast } = await storedExchange(kept, stored, to);
      const copy = join(workplace, String(stored));
      copyFolder(data, copy);
      kept.say(`asking with ${stored} stored for the ${to} …`);
      const scene = { ...cast, values: kept.values, stored, next: stored, tail: 0 };
      const compared = await withSurfaces(kept.assembly, copy, (surfaces) =>
        compare(scene, surfaces),
      );
      lines.push(...compared.map((one) => cellsOf(stored, one)));
    }
  }
  const heads = ['read units', 'stored', 'graph', 'native', 'queries', 'ratio', ''];
  kept.say(section('The graph beside the native API', heads, lines).join('\n'));
}

/** An exchange through a meter; units are those of the function that answers, without the rate limit's. */
async function withSurfaces<T>(
  assembly: string,
  data: string,
  run: (surfaces: Surfaces) => Promise<T>,
): Promise<T> {
  const { limits } = physicalTables(new Blueprint(assembly));
  let engine = '';
  const meter = await startMeter(() => engine);
  const environment = { ...preloaded, BENCH_METER: meter.url };
  const cloud = await BenchCloud.start(assembly, data, environment);
  engine = cloud.dynamodb;
  const api = new Api(cloud.url, 1);
  const take = () =>
    meter
      .take()
      .filter(({ table }) => table !== limits)
      .reduce((sum, { readUnits }) => sum + readUnits, 0);
  try {
    return await run({ api, take, idle: () => cloud.idle() });
  } finally {
    await api.close();
    await cloud.stop();
    await meter.stop();
  }
}

/** One query for each indicator is on top of what the native API takes. */
function cellsOf(stored: number, { title, graph, native, queries = 0 }: Compared): string[] {
  const ratio = (graph - queries) / native;
  const verdict = ratio <= allowed ? `within ${allowed}` : `NOT WITHIN ${allowed}`;
  return [
    title,
    String(stored),
    ...[graph, native, queries].map(figure),
    ratio.toFixed(2),
    verdict,
  ];
}
