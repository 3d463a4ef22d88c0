import type { Audience } from '../../core/audience';
import { dueOverlapMinutes, minuteOf } from '../../core/due';
import { type ExchangeObject, isDescriptor } from '../../core/exchange-object';
import { microsOf } from '../../core/time';
import type { Due } from '../../store/due-store';
import { keyOf } from '../../store/exchange-store';
import { desiredByAudience } from '../desired-by-audience';
import { type AudienceDifferences, lookInto } from './look-into';
import type { RepairDeps, Scope } from './repair-deps';

export interface Differences {
  readonly audiences: ReadonlyMap<Audience, AudienceDifferences>;
  /** Live descriptors whose end nobody would notice. */
  readonly due: readonly ExchangeObject[];
}

/** Compares some objects of the Exchange with all that the index keeps of them. Writes nothing. */
export async function look(
  objects: readonly ExchangeObject[],
  scope: Scope,
  deps: RepairDeps,
): Promise<Differences> {
  const versionsNow = async (ids: readonly string[]) => {
    const asked = objects.filter(({ id }) => ids.includes(id));
    const current = await deps.exchange.readCurrent(asked.map(keyOf));
    return new Map([...current].map(([id, read]) => [id, read().version]));
  };
  const wanted = [...desiredByAudience(objects)].filter(([audience]) => scope.has(audience));
  const [due, ...looks] = await Promise.all([
    unnoticed(objects, deps),
    ...wanted.map(
      async ([audience, rows]) =>
        [audience, await lookInto(audience, rows, scope, deps, versionsNow)] as const,
    ),
  ]);
  return { audiences: new Map(looks), due };
}

/** Which of the objects something is wrong with. */
export function concerned(
  objects: readonly ExchangeObject[],
  { audiences, due }: Differences,
): ExchangeObject[] {
  const ids = new Set(due.map(({ id }) => id));
  const indicators = new Set<string>();
  for (const { summaries, missing, ...found } of audiences.values()) {
    if (missing.length > 0) return [...objects];
    const { rows, entries, pointers, lists, left } = found;
    for (const { id } of [...rows, ...entries, ...pointers, ...lists, ...left]) ids.add(id);
    for (const { indicatorId } of summaries) indicators.add(indicatorId);
  }
  return objects.filter(({ id, indicatorId }) => ids.has(id) || indicators.has(indicatorId));
}

/** An end ahead must be kept under its minute; one that is past is missed once the expirer has gone by. */
async function unnoticed(
  objects: readonly ExchangeObject[],
  { due: dueStore, now }: RepairDeps,
): Promise<ExchangeObject[]> {
  const ending = objects.filter(isDescriptor).flatMap((descriptor) => {
    const { id, owner, state, opinion } = descriptor;
    if (state !== 'live' || opinion.expiresAt === null) return [];
    return [{ id, owner, minute: minuteOf(microsOf(opinion.expiresAt)), descriptor }];
  });
  if (ending.length === 0) return [];
  const thisMinute = minuteOf(now());
  const reached = (await dueStore.readCursor()) ?? 0;
  const present = await dueStore.readPresent(ending satisfies readonly Due[]);
  return ending
    .filter(({ id, minute }) =>
      minute > thisMinute ? !present.has(id) : minute < reached - dueOverlapMinutes,
    )
    .map(({ descriptor }) => descriptor);
}
