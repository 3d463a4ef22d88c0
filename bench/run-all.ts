import { join } from 'node:path';
import { choose } from './choose';
import { type Counted, countAll } from './count-all';
import { countedAmong } from './count-requests';
import { lagProbe } from './lag';
import { checkSample } from './load/check-sample';
import { copyFolder } from './load/empty-exchange';
import { storedExchange } from './load/stored-exchange';
import { probeOf } from './measure';
import type { SizedRow } from './rounds';
import type { Prepared, Setting } from './setting';
import { timeAll } from './time-all';
import type { Workload } from './workload';

export interface Measured {
  readonly rows: readonly SizedRow[];
  readonly counted: readonly Counted[];
  readonly storages: readonly Storage[];
}

/** What is stored, and what it takes on the disk. */
export interface Storage {
  readonly stored: number;
  /** Where its values are from. */
  readonly values: string;
  readonly bytesPerDescriptor: number;
  readonly loadSeconds: number;
  /** When all was measured: with what the workloads had published. */
  readonly storedAtTheEnd: number;
}

/** First the units, through a meter, which would falsify the times; then the times, of all sizes in turn. */
export async function runAll(setting: Setting): Promise<Measured> {
  const { options, kept, workplace } = setting;
  const { chosen, withLag } = choose(options.only);
  await checkSample(kept, workplace, options.effort.sample);
  const counted: Counted[] = [];
  const prepared: Prepared[] = [];
  for (const count of options.stored) {
    const one = await prepare(setting, count);
    if (options.profile) prepared.push(one);
    else {
      const ofOne = await countOne(setting, one, chosen);
      counted.push(ofOne);
      prepared.push({ ...one, scene: { ...one.scene, tail: ofOne.tail } });
    }
  }
  const probes = chosen.map((workload) => probeOf(workload, options.effort));
  if (withLag) probes.push(lagProbe(options.effort.lagSeconds));
  const rows = await timeAll(setting, prepared, probes);
  return { rows, counted, storages: prepared.map((one) => storageOf(one)) };
}

async function prepare({ kept, workplace }: Setting, count: number): Promise<Prepared> {
  const exchange = await storedExchange(kept, count);
  const data = join(workplace, String(count));
  copyFolder(exchange.data, data);
  const { cast } = exchange;
  const { values } = kept;
  kept.say(`${count} stored: ${values.sourceOf(count)}`);
  return { exchange, data, scene: { ...cast, values, stored: count, next: count, tail: 0 } };
}

function countOne(
  { kept, options }: Setting,
  { data, scene }: Prepared,
  chosen: readonly Workload[],
): Promise<Counted> {
  kept.say(`counting with ${scene.stored} stored …`);
  const toCount = countedAmong(chosen, options.effort);
  return countAll({ assembly: kept.assembly, data, scene, toCount });
}

function storageOf({ exchange, scene }: Prepared): Storage {
  return {
    stored: exchange.count,
    values: scene.values.sourceOf(exchange.count),
    bytesPerDescriptor: exchange.bytes / exchange.count,
    loadSeconds: exchange.loadSeconds,
    storedAtTheEnd: scene.next,
  };
}
