import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IndicatorType } from '../../lambdas/core/indicator/indicator-type';
import { type Found, findingKinds } from '../../lambdas/core/screen/finding';
import { screenRules } from '../../lambdas/core/screen/rules';
import { screen } from '../../lambdas/core/screen/screen';

/**
 * A line is a place, a tab and what stands there; `«kind|…»` marks what should be found. The place is `text`, the type
 * of a value, or `TYPE:value` for a text of that indicator.
 */
export const corpusFile = join(__dirname, '../../test/data/screen-corpus.tsv');

export interface Case {
  readonly place: string;
  readonly content: string;
  readonly marks: readonly Found[];
}

export interface Score {
  readonly cases: number;
  readonly innocent: number;
  readonly marks: number;
  /** Of the marks, those that were found at their very place. */
  readonly found: number;
  readonly missed: readonly string[];
  /** Findings that no mark of their kind overlaps. */
  readonly falseAlarms: readonly string[];
}

export function readCorpus(file = corpusFile): Case[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map(readCase);
}

export function scoreOf(cases: readonly Case[]): Score {
  const judged = cases.map((one) => ({ ...one, findings: findingsOf(one) }));
  const marks = judged.flatMap(({ content, findings, ...one }) =>
    one.marks.map((mark) => ({
      name: shown(content, mark),
      isFound: findings.some((finding) => isSame(finding, mark)),
    })),
  );
  return {
    cases: cases.length,
    innocent: cases.filter((one) => one.marks.length === 0).length,
    marks: marks.length,
    found: marks.filter(({ isFound }) => isFound).length,
    missed: marks.filter(({ isFound }) => !isFound).map(({ name }) => name),
    falseAlarms: judged.flatMap(({ content, findings, ...one }) =>
      findings
        .filter((finding) => !one.marks.some((mark) => overlaps(finding, mark)))
        .map((finding) => `${shown(content, finding)} in: ${content}`),
    ),
  };
}

const strictest = screenRules.parse(
  Object.fromEntries(findingKinds.map((kind) => [kind, { text: 'confirm', value: 'confirm' }])),
);

function findingsOf({ place, content }: Case): readonly Found[] {
  const [type = '', ...rest] = place.split(':');
  const value = rest.join(':');
  const indicator = { type: type as IndicatorType, value: content, raw: content };
  if (type === 'text') return screen(nobody, { description: content }, strictest).findings;
  if (value === '') return screen(indicator, {}, strictest).findings;
  return screen({ ...indicator, value, raw: value }, { description: content }, strictest).findings;
}

const nobody = { type: 'DOMAIN', value: 'evil.example', raw: 'evil.example' } as const;

function readCase(line: string): Case {
  const [place = '', ...rest] = line.split('\t');
  const marks: Found[] = [];
  let content = '';
  for (const [at, part] of rest
    .join('\t')
    .split(/«(\w+)\||»/)
    .entries()) {
    // Every third piece is a kind, or nothing where a mark ends.
    if (at % 2 === 0) content += part ?? '';
    else if (part) marks.push({ kind: part as Found['kind'], start: content.length, end: -1 });
    else marks.push({ ...(marks.pop() as Found), end: content.length });
  }
  return { place, content, marks };
}

function isSame(a: Found, b: Found): boolean {
  return a.kind === b.kind && a.start === b.start && a.end === b.end;
}

function overlaps(a: Found, b: Found): boolean {
  return a.kind === b.kind && a.start < b.end && b.start < a.end;
}

function shown(content: string, { kind, start, end }: Found): string {
  return `${kind} ${content.slice(start, end)}`;
}
