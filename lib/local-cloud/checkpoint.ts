import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Progress {
  /** The last record that is done with; 0 before the first. */
  readonly sequence: string;
  /** Ranges that went to the on-failure queue, which only points at them. */
  readonly parked: readonly {
    readonly first: string;
    readonly last: string;
    readonly at: number;
  }[];
}

export const parkedForSeconds = 24 * 60 * 60;

/** How far a mapping is. Written after success, so that what was not saved is handed over again. */
export class Checkpoint {
  private readonly file: string;
  private state: Progress;

  constructor(data: string, mapping: string) {
    const folder = join(data, 'checkpoints');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, `${mapping}.json`);
    this.state = readProgress(this.file);
  }

  get progress(): Progress {
    return this.state;
  }

  advance(sequence: string): void {
    this.save({ ...this.state, sequence });
  }

  park(first: string, last: string): void {
    const recent = this.state.parked.filter(({ at }) => at > Date.now() - parkedForSeconds * 1000);
    this.save({ ...this.state, parked: [...recent, { first, last, at: Date.now() }] });
  }

  private save(state: Progress): void {
    this.state = state;
    const draft = `${this.file}.new`;
    writeFileSync(draft, JSON.stringify(state));
    renameSync(draft, this.file);
  }
}

function readProgress(file: string): Progress {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { sequence: '0', parked: [] };
  }
}
