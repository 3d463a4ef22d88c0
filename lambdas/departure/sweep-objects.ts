import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { Tally } from '../core/departure';
import type { ExchangeObject } from '../core/exchange-object';
import type { HiddenSpan } from '../core/governance';
import { isOwnWrite, retract } from '../core/revise';
import { type Clock, nextVersion } from '../core/time';
import { desiredElsewhere, examine, lift, withhold } from '../core/withhold';
import type { AudienceIndexStore } from '../store/audience-index-store';
import type { StoredSweep } from '../store/departure-rows';
import type { ExchangeStore } from '../store/exchange-store';
import { chunks } from '../store/item';

export interface SweepObjectsDeps {
  readonly exchange: Pick<ExchangeStore, 'replace'>;
  readonly index: Pick<AudienceIndexStore, 'readRowsOf'>;
  readonly now: Clock;
}

/** What is to become of one object. */
interface Outcome {
  readonly next: ExchangeObject | undefined;
  readonly isOpen: boolean;
}

const writesAtOnce = 16;

/** Does to some of a member's objects what the walk is for: one conditional write each, if there is anything to do. */
export async function sweepObjects(
  objects: readonly ExchangeObject[],
  sweep: StoredSweep,
  deps: SweepObjectsDeps,
): Promise<Tally> {
  const rows = sweep.step === 'lift' ? new Map() : await readRows(objects, deps);
  let tally = { ...sweep.tally };
  for (const some of chunks(objects, writesAtOnce)) {
    const done = await Promise.all(
      some.map((one) => sweepOne(one, rows.get(one.id) ?? new Map(), sweep, deps)),
    );
    tally = done.reduce(addUp, tally);
  }
  return tally;
}

async function sweepOne(
  old: ExchangeObject,
  rows: ReadonlyMap<Audience, AudienceRow>,
  sweep: StoredSweep,
  deps: SweepObjectsDeps,
): Promise<Tally> {
  const { next, isOpen } = outcomeOf(old, rows, sweep, deps.now());
  const standing = next && (await deps.exchange.replace(next, old.version));
  const isLost = next !== undefined && standing !== undefined && !isOwnWrite(standing, next);
  const { withheld = [], state, version } = next ?? old;
  return {
    seen: 1,
    withheld: Number(withheld.length > 0),
    retracted: Number(state === 'retracted' && version >= sweep.startedAt),
    changed: Number(next !== undefined),
    open: Number(isOpen || isLost),
    unreadable: 0,
  };
}

const everything: HiddenSpan = { since: 0 };

function outcomeOf(
  old: ExchangeObject,
  rows: ReadonlyMap<Audience, AudienceRow>,
  sweep: StoredSweep,
  nowMicros: number,
): Outcome {
  if (sweep.step === 'lift') {
    return { next: old.withheld ? lift(old, nowMicros) : undefined, isOpen: false };
  }
  if (sweep.step === 'retract') {
    // Never before the decision, by whatever clock: those retracted since then are counted.
    const at = nextVersion(sweep.startedAt, nowMicros);
    const next = old.state === 'retracted' ? undefined : retract(old, at);
    return { next, isOpen: next === undefined && examine(old, rows, everything).isBehind };
  }
  const finding = examine(old, rows, sweep);
  const next = finding.withhold.length > 0 ? withhold(old, finding.withhold, nowMicros) : undefined;
  return { next, isOpen: finding.isBehind };
}

/** The rows of each object in all audiences that have or had it, by its id. */
async function readRows(objects: readonly ExchangeObject[], { index }: SweepObjectsDeps) {
  const byAudience = new Map<Audience, ExchangeObject[]>();
  for (const object of objects) {
    for (const audience of desiredElsewhere(object).keys()) {
      byAudience.set(audience, [...(byAudience.get(audience) ?? []), object]);
    }
  }
  const rows = new Map<string, Map<Audience, AudienceRow>>();
  await Promise.all(
    [...byAudience].map(async ([audience, some]) => {
      for (const [id, row] of await index.readRowsOf(audience, some)) {
        rows.set(id, (rows.get(id) ?? new Map<Audience, AudienceRow>()).set(audience, row));
      }
    }),
  );
  return rows;
}

function addUp(sum: Tally, one: Tally): Tally {
  return {
    seen: sum.seen + one.seen,
    withheld: sum.withheld + one.withheld,
    retracted: sum.retracted + one.retracted,
    changed: sum.changed + one.changed,
    open: sum.open + one.open,
    unreadable: sum.unreadable + one.unreadable,
  };
}
