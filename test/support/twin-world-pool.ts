import type { Route } from '../../lambdas/contracts/route';
import type { Draw } from './hostile';

/** How a look is aimed: at what it may not see, at what it may, at what never was, at what is no id at all. */
export const aims = ['hidden', 'visible', 'absent', 'bent'] as const;
export type Aim = (typeof aims)[number];
export type Sight = 'hidden' | 'visible';

const never = ['4611686018427387905', '17', '9223372036854775807'];
const crooked = ['0', '007', '9223372036854775808', '-1', 'x', '1e3', '%00', '..', '1%2F2', '１'];

/** The ids that are known in a world, by what they are of; what a look or an act names is drawn from here. */
export class Pool {
  private readonly known = { hidden: newShelf(), visible: newShelf() };
  /** Versions and positions that answers told. */
  readonly numbers = new Set<number>([1]);
  /** What each object's version was when it was last told. */
  readonly versions = new Map<string, number>();
  /** Where answers said that they go on. */
  readonly pages: { readonly route: Route; readonly line: string }[] = [];
  /**
   * Members whose state is nobody's business. That a member is active is told to whoever can name its id and addresses
   * it; it is the one thing that may be told of them, so nothing is ever addressed to these.
   */
  readonly secret = new Set<string>();

  add(kind: string, id: string, sight: Sight): void {
    const shelf = this.known[sight];
    shelf.set(kind, (shelf.get(kind) ?? new Set()).add(id));
  }

  all(kind: string, sight: Sight): string[] {
    return [...(this.known[sight].get(kind) ?? [])];
  }

  knows(sight: Sight): boolean {
    return this.known[sight].size > 0;
  }

  /** An id of the kind; of any kind where there is none, and now and then anyway: one taken for another. */
  draw(kind: string, aim: Aim, draw: Draw, isAddress = false): string {
    if (aim === 'absent') return pick(never, draw);
    if (aim === 'bent') return pick(crooked, draw);
    const shelf = this.known[aim];
    const usable = (ids: Iterable<string> = []) =>
      [...ids].filter((id) => !isAddress || !this.secret.has(id));
    const all = [...shelf.values()].flatMap(usable);
    const right = usable(shelf.get(kind));
    return pick(right.length > 0 && draw() < 0.9 ? right : all, draw);
  }

  /** Remembers every id of an answer; what a bare `id` is of, its path says. */
  learn(answer: unknown, kind: string, sight: Sight): void {
    if (Array.isArray(answer)) for (const each of answer) this.learn(each, kind, sight);
    else if (typeof answer === 'object' && answer !== null) {
      const { id, version } = answer as Record<string, unknown>;
      if (typeof id === 'string' && typeof version === 'number') this.versions.set(id, version);
      for (const [name, value] of Object.entries(answer)) {
        this.learn(value, kindOf(name, kind), sight);
      }
    } else if (typeof answer === 'number') this.numbers.add(answer);
    else if (typeof answer === 'string' && /^[1-9][0-9]{9,18}$/.test(answer)) {
      this.add(kind, answer, sight);
    }
  }
}

function newShelf(): Map<string, Set<string>> {
  return new Map();
}

/** Of a word that is no id's, or whose plural has more than an s. */
const kindsNamed: Readonly<Record<string, string>> = {
  ...{ owner: 'members', member: 'members', endpoint: 'endpoints' },
  ...{ watch: 'watches', match: 'matches', delivery: 'deliveries' },
};

/** `memberId`, `members` and `owner` are of members; an `id` is of whatever it is found in. */
export function kindOf(name: string, around: string): string {
  if (name === 'id') return around;
  const one = name.endsWith('Id') ? name.slice(0, -2) : name;
  return kindsNamed[one] ?? (one === name ? name : `${one}s`);
}

export function pick<T>(list: readonly T[], draw: Draw): T {
  const one = list[Math.floor(draw() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}
