import { closeSync, openSync, writeSync } from 'node:fs';
import { type Io, usage } from '../command';
import { messageOf } from '../message-of';
import { print, printable } from '../printable';
import type { ProgressBar } from '../progress-bar';
import type { Outcome } from './tally';

/** Why a line was not accepted. */
export interface Finding {
  readonly line: number;
  readonly outcome: Exclude<Outcome, 'accepted'>;
  readonly code: string;
  readonly detail?: string;
  readonly value?: string;
}

export interface Report {
  add(finding: Finding): Promise<void>;
  close(): Promise<void>;
}

export interface ReportOptions {
  readonly io: Pick<Io, 'stderr' | 'isTerminal'>;
  readonly bar: ProgressBar;
  /** Every line that was not accepted goes there, one JSON object each. */
  readonly file: string | undefined;
}

const shownAtMost = 20;
const valueShown = 120;

/** Refusals on stderr: all of them, or the first where a person looks on or a file has the rest. */
export function openReport({ io, bar, file }: ReportOptions): Report {
  const descriptor = file === undefined ? undefined : openFile(file);
  const most = io.isTerminal || file !== undefined ? shownAtMost : Number.POSITIVE_INFINITY;
  let refused = 0;
  return {
    async add(finding) {
      const { line, outcome, code, detail, value } = finding;
      const row = JSON.stringify({ line, outcome, code, detail, value });
      if (descriptor !== undefined) writeSync(descriptor, `${row}\n`);
      if (outcome !== 'refused') return;
      refused += 1;
      if (refused > most) return;
      bar.clear();
      await print(io.stderr, sentence(finding));
    },
    async close() {
      if (descriptor !== undefined) closeSync(descriptor);
      bar.clear();
      if (refused > most) {
        const where = file === undefined ? 'use --report FILE to have them all' : `see ${file}`;
        await print(io.stderr, `… and ${refused - most} more refused: ${where}`);
      }
    },
  };
}

function sentence({ line, code, detail = '', value }: Finding): string {
  const shown = value === undefined ? '' : ` (${printable(value.slice(0, valueShown))})`;
  return `line ${line}: ${printable(`${code}: ${detail}`)}${shown}`;
}

function openFile(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    throw usage(`cannot write ${file}: ${messageOf(error)}`);
  }
}
