import { printable } from '../printable';
import type { SharePlan } from '../replies';

/** What a person reads of a plan: who is in each audience, what speaks against it, and how to go on. */
export function planLines({ planId, expiresAt, audiences, results }: SharePlan): string[] {
  const [first] = results.flatMap(({ recipients }) => recipients ?? []);
  const warned = results.flatMap(({ tlp }) =>
    tlp?.verdict === 'warned' ? (tlp.detail ?? '') : [],
  );
  const known = results.filter(({ duplicates }) => (duplicates?.opinions.length ?? 0) > 0).length;
  return [
    ...(audiences.length === 0 ? ['nobody but you would see it'] : audiences.map(audienceLine)),
    ...(first ? [`seen by ${first.atLeast ? 'at least ' : ''}${first.count} besides you`] : []),
    ...new Set(warned.map((detail) => `TLP: ${printable(detail)}`)),
    ...(known > 0 ? [`others have an opinion on ${known} of them already`] : []),
    `plan ${planId} until ${expiresAt}: publish with --plan ${planId}`,
  ];
}

function audienceLine({ audience, count, members, more }: SharePlan['audiences'][number]): string {
  if (count === null) return `${audience}  does not tell who is in it`;
  const names = members.map(({ id, name }) => printable(name ?? id));
  const shown = names.length > 0 ? `: ${names.join(', ')}${more ? ', …' : ''}` : '';
  return `${audience}  ${count} member${count === 1 ? '' : 's'}${shown}`;
}
