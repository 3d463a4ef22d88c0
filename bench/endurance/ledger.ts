import type { AudienceChoice } from '../../lambdas/core/audience';
import type { Member } from './cast';

/** What an owner's newest acknowledged write says. */
export interface Said {
  readonly status: 'UNKNOWN' | 'NON_MALICIOUS' | 'SUSPICIOUS' | 'MALICIOUS';
  readonly confidence: number;
  readonly tags: readonly string[];
  readonly description: string;
  readonly expiresAt: string | null;
  readonly audience: AudienceChoice;
}

/** One descriptor of one owner; a single publisher writes it, one write after the other. */
export interface Entry {
  readonly owner: Member;
  readonly value: string;
  id: string;
  /** Of the last acknowledgement. */
  version: number;
  /** Undefined once it is retracted. */
  said: Said | undefined;
  /** A write is on its way: what stands is not known. */
  isBusy: boolean;
}

/** Everything that was acknowledged, and what was answered that never should be. */
export class Ledger {
  readonly entries: Entry[] = [];
  writes = 0;
  readonly strange: string[] = [];
  strangeCount = 0;
  private readonly say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  acknowledge(entry: Entry, id: string, version: number, said: Said | undefined): void {
    if (version <= entry.version) {
      this.wonder(`${id} was ${entry.version} and is ${version} after another write`);
    }
    if (entry.id === '') this.entries.push(entry);
    Object.assign(entry, { id, version, said });
    this.writes += 1;
  }

  /** Notes what no server may answer; the first ones are shown, as a run may end before its report. */
  wonder(what: string): void {
    this.strangeCount += 1;
    if (this.strange.length >= 20) return;
    this.strange.push(what);
    this.say(`strange: ${what}`);
  }
}

/** Whether its time may be over, as far as a clock here can tell. */
export function mayBeOver({ expiresAt }: Said, nowMilliseconds: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= nowMilliseconds + 100;
}
