import { type Audience, type AudienceChoice, memberAudience } from '../core/audience';
import type { Caller } from '../core/caller';
import type { AudienceRow } from '../core/commit-plan';
import { isRowHidden } from '../core/governance';
import type { RemarkProjection } from '../core/remark-projection';
import type { AudienceIndexStore } from '../store/audience-index-store';
import type { RemarkRowsStore } from '../store/remark-rows';
import { placesOf, type SeeDeps, type Subject } from './see-subject';

export interface ReadRemarksDeps extends SeeDeps {
  readonly index: Pick<AudienceIndexStore, 'readRows' | 'readSummaries' | 'findId'>;
  readonly remarks: RemarkRowsStore;
}

export interface RowIn {
  readonly audience: Audience;
  readonly row: AudienceRow;
}

/** A remark as a caller sees it, with those of its audiences in which it does. */
export type SeenRemark<P extends RemarkProjection> = Omit<P, 'own'> & {
  readonly version: number;
  readonly seenIn: readonly Audience[];
  readonly state?: 'live' | 'quarantined';
  readonly audience?: AudienceChoice;
};

/** Where what was said about a subject may be read: where that is live, and in one's own audience always. */
export function remarkPlaces(subject: Pick<Subject, 'opinions'>, { member }: Caller): Audience[] {
  return [...new Set([memberAudience(member.id), ...placesOf(subject)])];
}

/** Whether one of the places shows a row: a remark that is seen in one's own audience alone must be one's own. */
export function isReadable(
  { audience, row }: RowIn,
  subject: Pick<Subject, 'opinions'> | undefined,
  { member, governance }: Caller,
): boolean {
  if (row.projection === undefined || isRowHidden(row, governance.hidden)) return false;
  const { owner } = JSON.parse(row.projection) as RemarkProjection;
  if (owner === member.id && audience === memberAudience(member.id)) return true;
  return subject !== undefined && placesOf(subject).includes(audience);
}

/** One for each remark, from rows in the reader's order of preference: its own audience first, which tells more. */
export function seenRemarks<P extends RemarkProjection>(rows: readonly RowIn[]): SeenRemark<P>[] {
  const byId = new Map<string, RowIn[]>();
  for (const one of rows) byId.set(one.row.id, [...(byId.get(one.row.id) ?? []), one]);
  return [...byId.values()].flatMap((seen) => {
    const [first] = seen;
    if (first?.row.projection === undefined) return [];
    const { own, ...shown } = JSON.parse(first.row.projection) as P;
    return [
      {
        ...shown,
        version: own?.version ?? first.row.position,
        seenIn: seen.map(({ audience }) => audience),
        ...(own ? { state: own.state, audience: own.audience } : {}),
      },
    ];
  });
}
