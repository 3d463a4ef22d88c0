import { createHash } from 'node:crypto';
import { type AudienceRow, countedProjection, type DesiredRow } from './commit-plan';
import type { RowRef } from './exchange-object';
import type { ReactionProjection, RemarkProjection } from './remark-projection';
import { opinionCount, type Summary } from './summary';

interface Beside {
  readonly rows: ReadonlyMap<string, AudienceRow>;
  readonly summaries: ReadonlyMap<string, Summary>;
}

export function isRemark({ kind = 'descriptor' }: RowRef): boolean {
  return kind !== 'descriptor';
}

/** The opinions that some remarks are about: their rows tell whether these may be shown. */
export function subjectsOf(desired: readonly DesiredRow[]): RowRef[] {
  return desired.flatMap((want) => {
    const id = reactionIn(want)?.descriptorId;
    return id ? [{ id, indicatorId: want.indicatorId }] : [];
  });
}

/** What is wanted, with whether it waits: a remark is shown in an audience only while its subject is live there. */
export function besideSubject(want: DesiredRow, beside: Beside): DesiredRow {
  const { isHeld: _, ...rest } = want;
  const isShown = !isRemark(want) || want.projection === 'gone' || isSubjectLive(want, beside);
  return isShown ? rest : { ...rest, isHeld: true };
}

/** Its owner's own audience shows it whatever became of its subject. */
function isSubjectLive(want: DesiredRow, { rows, summaries }: Beside): boolean {
  if ((want.projection as RemarkProjection).own) return true;
  const { descriptorId, tagsDigest } = reactionIn(want) ?? {};
  if (descriptorId) {
    const subject = countedProjection(rows.get(descriptorId));
    if (!subject) return false;
    return tagsDigest === undefined || tagsDigest === digestOfTags(subject.tags);
  }
  const summary = summaries.get(want.indicatorId);
  return summary !== undefined && opinionCount(summary) > 0;
}

function reactionIn({ kind, projection }: DesiredRow): ReactionProjection | undefined {
  return kind === 'reaction' && projection !== 'gone'
    ? (projection as ReactionProjection)
    : undefined;
}

/** By what tags a disagreement was about: with others it is over. */
export function digestOfTags(tags: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(tags)).digest('base64url').slice(0, 22);
}

/** What the rows of remarks want, as they stand: to be shown or to wait, by their subject. */
export function wantsOf(rows: readonly AudienceRow[]): DesiredRow[] {
  return rows.flatMap(({ id, indicatorId, kind, createdAt, source, projection, held }) => {
    const text = held ?? projection;
    if (text === undefined) return [];
    const wanted = JSON.parse(text) as RemarkProjection;
    return [{ id, indicatorId, kind, createdAt, source, projection: wanted }];
  });
}
