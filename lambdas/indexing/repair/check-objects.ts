import type { ExchangeObject } from '../../core/exchange-object';
import { readable } from '../../core/readable';
import { keyOf } from '../../store/exchange-store';
import { addFailed, addFinding, addMissing, type Drift } from './drift';
import { concerned, type Differences, look } from './look';
import { mend } from './mend';
import type { RepairDeps, Scope } from './repair-deps';

/** A mended row may show that its summary was wrong too; more rounds than that help nobody. */
const rounds = 4;

/**
 * Finds what the index of some objects lacks, and mends it by the way that the indexer takes. What differs at
 * first sight may still be on its way: it counts if it differs after a while as well.
 */
export async function checkObjects(
  objects: readonly ExchangeObject[],
  scope: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<void> {
  let suspects: readonly ExchangeObject[] = concerned(objects, await look(objects, scope, deps));
  if (suspects.length > 0 && !scope.isRebuild) {
    await deps.wait();
    suspects = await readAgain(suspects, drift, deps);
  }
  for (let round = 1; suspects.length > 0; round++) {
    const differences = await look(suspects, scope, deps);
    suspects = concerned(suspects, differences);
    report(differences, drift);
    if (!scope.mends || drift.missing.length > 0) return;
    if (round === rounds) return giveUp(suspects, drift);
    const failed = await mend(differences, drift, deps);
    suspects = await readAgain(
      suspects.filter(({ id }) => !failed.has(id)),
      drift,
      deps,
    );
  }
}

async function readAgain(
  objects: readonly ExchangeObject[],
  drift: Drift,
  { exchange, reasonOf }: RepairDeps,
): Promise<readonly ExchangeObject[]> {
  const current = await exchange.readCurrent(objects.map(keyOf));
  return readableOnes(current, drift, reasonOf);
}

/** One that can't be read is named with the reason. */
export function readableOnes(
  current: ReadonlyMap<string, () => ExchangeObject>,
  drift: Drift,
  reasonOf: RepairDeps['reasonOf'],
): readonly ExchangeObject[] {
  const { objects, unreadable } = readable(current);
  for (const [id, error] of unreadable) addFailed(drift, id, reasonOf(error));
  return objects;
}

function report({ audiences, due }: Differences, drift: Drift): void {
  for (const [audience, found] of audiences) {
    const { rows, entries, summaries, missing } = found;
    for (const { id } of rows) addFinding(drift, { kind: 'row', audience, id });
    for (const { id } of entries) addFinding(drift, { kind: 'entry', audience, id });
    for (const { indicatorId: id } of summaries) {
      addFinding(drift, { kind: 'summary', audience, id });
    }
    for (const { id } of [...found.pointers, ...found.lists, ...found.left])
      addFinding(drift, { kind: 'pointer', audience, id });
    for (const what of missing) addMissing(drift, what);
  }
  for (const { id } of due) addFinding(drift, { kind: 'due', id });
}

function giveUp(suspects: readonly ExchangeObject[], drift: Drift): void {
  for (const { id } of suspects) addFailed(drift, id, 'it differs after each repair');
}
