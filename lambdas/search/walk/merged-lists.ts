import type { Audience } from '../../core/audience';
import { isOfComments, type Pointer, validAt } from '../../core/pointers';
import type { Clause } from '../../core/search/clause';
import { comparePlaces, type Order, type Place } from '../../core/search/place';
import { always, type Span } from '../../core/search/search-query';
import type { SearchReads } from '../../store/search-store';

/** Lists of pointers that are walked as one, in the order of the place. */
export interface Lists {
  readonly clause: Clause;
  /** Each with the position that it is read up to. */
  readonly upTo: ReadonlyMap<Audience, number>;
  readonly span: Span;
  readonly order: Order;
  readonly placeId: (pointer: Pointer) => string;
  /** Exclusive. */
  readonly after: Place | undefined;
  readonly chunk: number;
  readonly mayRead: () => boolean;
}

export interface Candidate {
  readonly place: Place;
  readonly indicatorId: string;
  readonly descriptorIds: readonly string[];
  readonly pointers: readonly {
    readonly audience: Audience;
    readonly id: string;
    readonly token: string;
  }[];
}

/** Of the indicator that is walked, or of the opinion. */
export function idOf({ place: { id } }: Candidate): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

interface OneList {
  readonly audience: Audience;
  readonly token: string;
  waiting: Pointer[];
  isComplete: boolean;
  /** What was read last, be it skipped. */
  reached: Place | undefined;
}

export interface Next {
  readonly candidates: readonly Candidate[];
  readonly isEnd: boolean;
  /** How far the lists were looked through, where nothing more could be read. */
  readonly reached: Place | undefined;
}

/** A merge of all lists of a clause in a walk's audiences; pointers that did not stand at its beginning are skipped. */
export class MergedLists {
  private readonly all: OneList[];
  private chunk: number;

  constructor(
    private readonly reads: Pick<SearchReads, 'readSpan'>,
    private readonly lists: Lists,
  ) {
    this.chunk = lists.chunk;
    const audiences = [...lists.upTo].filter(([, upTo]) => upTo > 0).map(([name]) => name);
    this.all = audiences.flatMap((audience) =>
      lists.clause.tokens.map((token): OneList => {
        return { audience, token, waiting: [], isComplete: false, reached: undefined };
      }),
    );
  }

  get count(): number {
    return this.all.length;
  }

  async next(most: number): Promise<Next> {
    const candidates: Candidate[] = [];
    for (;;) {
      this.take(candidates, most);
      if (candidates.length === most) return { candidates, isEnd: false, reached: undefined };
      const hungry = this.hungry();
      if (hungry.length === 0) return { candidates, isEnd: true, reached: undefined };
      const isFirst = hungry.some(({ reached }) => reached === undefined);
      if (!isFirst && !this.lists.mayRead()) {
        return { candidates, isEnd: false, reached: this.frontier() };
      }
      await Promise.all(hungry.map((list) => this.read(list)));
      this.chunk = Math.min(this.chunk * 2, mostAtOnce);
    }
  }

  /** Those with nothing waiting that go on. */
  private hungry(): OneList[] {
    return this.all.filter(({ waiting, isComplete }) => waiting.length === 0 && !isComplete);
  }

  /** What is before it is known of every list. */
  private frontier(): Place | undefined {
    const places = this.hungry().flatMap(({ reached }) => reached ?? []);
    return places.sort((a, b) => this.compare(a, b))[0];
  }

  private take(candidates: Candidate[], most: number): void {
    while (candidates.length < most) {
      // A list that has run dry sets a new frontier.
      const hungry = this.hungry();
      const frontier = this.frontier();
      const first = this.firstPlace();
      if (!first || hungry.some(({ reached }) => reached === undefined)) return;
      if (frontier && this.compare(first, frontier) > 0) return;
      candidates.push(this.pop(first));
    }
  }

  private firstPlace(): Place | undefined {
    let first: Place | undefined;
    for (const { waiting } of this.all) {
      const [head] = waiting;
      if (!head) continue;
      const place = this.placeOf(head);
      if (!first || this.compare(place, first) < 0) first = place;
    }
    return first;
  }

  private pop(place: Place): Candidate {
    const pointers: (Pointer & { readonly audience: Audience })[] = [];
    for (const { audience, waiting } of this.all) {
      while (waiting[0] && this.compare(this.placeOf(waiting[0]), place) === 0) {
        const pointer = waiting.shift();
        if (pointer) pointers.push({ ...pointer, audience });
      }
    }
    const descriptorIds = [...new Set(pointers.map(({ id }) => id))];
    return { place, indicatorId: pointers[0]?.indicatorId ?? '', descriptorIds, pointers };
  }

  private async read(list: OneList): Promise<void> {
    const { upTo, order, clause, after } = this.lists;
    const span = isOfComments(list.token) ? always : this.lists.span;
    const settled = upTo.get(list.audience) ?? 0;
    const { pointers, isComplete } = await this.reads.readSpan({
      ...{ audience: list.audience, token: list.token, order, limit: this.chunk },
      after: list.reached ?? after,
      span: { since: span.since, until: Math.min(span.until, settled + 1) },
    });
    const last = pointers.at(-1);
    if (last) list.reached = this.placeOf(last);
    list.isComplete = isComplete;
    list.waiting = pointers.filter(
      (pointer) => validAt(pointer, settled) && (clause.fits?.(pointer.text ?? '') ?? true),
    );
  }

  private placeOf(pointer: Pointer): Place {
    return { firstSeen: pointer.firstSeen, id: this.lists.placeId(pointer) };
  }

  private compare(a: Place, b: Place): number {
    return comparePlaces(a, b, this.lists.order);
  }
}

const mostAtOnce = 500;
