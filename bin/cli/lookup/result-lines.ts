import { type Paint, printable } from '../printable';
import type { LookUpResult } from '../replies';

/** What a person reads of one result: a line, and one for each opinion where they were asked for. */
export function resultLines(input: string, result: LookUpResult, paint: Paint): string[] {
  const { value, type = '', known, summary, descriptors = [], problem } = result;
  const name = paint(printable(problem ? input : value), 'bold');
  if (problem) return [`${name}  ${paint('refused', 'yellow')}  ${printable(problem.detail)}`];
  if (!known || !summary) return [`${name}  ${type}  unknown`];
  const { worstStatus, owners, disputed, tlp, tags, tagsTruncated, atLeast } = summary;
  const facts = [
    name,
    type,
    paint(worstStatus, statusStyle(worstStatus)),
    `${atLeast ? 'at least ' : ''}${owners} owner${owners === 1 ? '' : 's'}`,
    ...(disputed ? [paint('disputed', 'yellow')] : []),
    `TLP:${printable(tlp)}`,
    ...(tags.length > 0
      ? [`tags: ${printable(tags.join(', '))}${tagsTruncated ? ', …' : ''}`]
      : []),
  ];
  return [facts.join('  '), ...descriptors.map((descriptor) => opinionLine(descriptor, paint))];
}

type Descriptor = NonNullable<LookUpResult['descriptors']>[number];

function opinionLine({ owner, status, severity, tlp, ...rest }: Descriptor, paint: Paint): string {
  const { tags, description, changedAt } = rest;
  const facts = [
    `  ${owner}`,
    paint(status, statusStyle(status)),
    ...(severity === 'UNKNOWN' ? [] : [severity]),
    `TLP:${tlp}`,
    changedAt,
    ...(tags.length > 0 ? [`tags: ${printable(tags.join(', '))}`] : []),
    ...(description === '' ? [] : [printable(description)]),
  ];
  return facts.join('  ');
}

function statusStyle(status: string) {
  if (status === 'MALICIOUS') return 'red';
  return status === 'SUSPICIOUS' ? 'yellow' : 'green';
}
