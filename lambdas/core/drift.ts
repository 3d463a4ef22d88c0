import type { AudienceRow } from './commit-plan';
import type { Summary } from './summary';
import { resummarise } from './summary-plan';

/** Whether a summary is what the rows of its partition add up to; when it last changed is not compared. */
export function isSummaryOf(summary: Summary | undefined, rows: readonly AudienceRow[]): boolean {
  const right = resummarise(rows, []);
  if (!summary || !right) return summary === right;
  return canonical(summary) === canonical(right);
}

function canonical({ lastChange: _, counts, tlps, tags, talk, ...rest }: Summary): string {
  const said = talk && [sorted(talk.counts), talk.listed, talk.held];
  return JSON.stringify([sorted(counts), sorted(tlps), sorted(tags), said, sorted(rest)]);
}

function sorted(fields: object): unknown[] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
