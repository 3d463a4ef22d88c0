import { addToDigest, emptyHead, takeFromDigest } from '../../lambdas/core/feed';
import type { Client } from './client';

export interface Change {
  readonly id: string;
  readonly version: number;
  readonly gone?: true;
  readonly descriptor?: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly head: { readonly position: number; readonly count: number; readonly digest: string };
  readonly changes: readonly Change[];
  readonly next: number;
  readonly asOf: number;
  readonly more: boolean;
}

/** A member's copy of one feed. */
export class Copy {
  readonly audience: string;
  private readonly token: string;
  /** Live objects by id. */
  readonly objects = new Map<string, Change>();
  private digest = emptyHead.digest;
  private after = 0;
  private asOf = 0;

  constructor(audience: string, token: string) {
    this.audience = audience;
    this.token = token;
  }

  /**
   * Follows to the end. Where nothing moves meanwhile, count and digest are those of the head, or the copy is
   * wrong; `unsettled` is when something is committed that can't be read yet.
   */
  async follow(client: Client): Promise<'proved' | 'wrong' | 'unsettled'> {
    for (;;) {
      const path = `/v1/feeds/${this.audience}?after=${this.after}&asOf=${this.asOf}&limit=1000`;
      const page = await client.json<Page>({ method: 'GET', path, token: this.token });
      const hasMoved = page.head.position !== this.after;
      for (const change of page.changes) this.apply(change);
      if (!hasMoved && !page.more) {
        const { count, digest } = page.head;
        return count === this.objects.size && digest === this.digest ? 'proved' : 'wrong';
      }
      if (page.next === this.after) return 'unsettled';
      [this.after, this.asOf] = [page.next, page.asOf];
    }
  }

  private apply(change: Change): void {
    const old = this.objects.get(change.id);
    if (old) {
      this.digest = takeFromDigest(this.digest, old.id, old.version);
      this.objects.delete(old.id);
    }
    if (change.gone) return;
    this.digest = addToDigest(this.digest, change.id, change.version);
    this.objects.set(change.id, this.kept(change));
  }

  protected kept(change: Change): Change {
    return change;
  }
}

/** A copy that holds no contents: enough for its digest. */
export class BareCopy extends Copy {
  protected override kept({ id, version }: Change): Change {
    return { id, version };
  }
}
