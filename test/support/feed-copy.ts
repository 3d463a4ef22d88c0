import { createHash } from 'node:crypto';

interface FeedPage {
  readonly changes: readonly {
    readonly id: string;
    readonly version: number;
    readonly gone?: true;
    readonly withheld?: true;
    readonly descriptor?: object;
  }[];
  readonly head: { readonly position: number; readonly count: number; readonly digest: string };
  readonly next: number;
  readonly asOf: number;
  readonly more: boolean;
}

/** A member's copy of one feed, kept as the API's documentation says. */
export interface FeedCopy {
  readonly objects: Map<string, { readonly version: number; readonly text: string }>;
  after: number;
  asOf: number;
  head: FeedPage['head'] | undefined;
}

export function feedCopy(): FeedCopy {
  return { objects: new Map(), after: 0, asOf: 0, head: undefined };
}

/** Takes one page in; whether there is more. A page that was refused is asked for again later. */
export async function readOn(
  copy: FeedCopy,
  get: (query: string) => Promise<{ readonly status: number; readonly body: FeedPage }>,
): Promise<boolean> {
  const { status, body } = await get(`limit=7&after=${copy.after}&asOf=${copy.asOf}`);
  if (status !== 200) return true;
  for (const { id, version, gone, descriptor } of body.changes) {
    if (gone) copy.objects.delete(id);
    else copy.objects.set(id, { version, text: JSON.stringify(descriptor) });
  }
  Object.assign(copy, { after: body.next, asOf: body.asOf, head: body.head });
  return body.more;
}

/** Reads a feed page by page, all the while, until it is told to stop; then to the end. */
export function follow(get: Parameters<typeof readOn>[1]): { stop(): Promise<FeedCopy> } {
  const copy = feedCopy();
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      await readOn(copy, get);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await reading;
      while (await readOn(copy, get));
      return copy;
    },
  };
}

/** Whether the head that came last proves the copy complete. */
export function isProved({ objects, after, head }: FeedCopy): boolean {
  const live = [...objects].map(([id, { version }]) => ({ id, version }));
  return head?.position === after && head.count === live.length && head.digest === digestOf(live);
}

/** As any member computes it from its copy, in code of its own. */
export function digestOf(objects: readonly { readonly id: string; readonly version: number }[]) {
  const sum = objects.reduce((total, { id, version }) => {
    const hash = createHash('sha256').update(`${id}:${version}`).digest('hex');
    return (total + BigInt(`0x${hash}`)) % 2n ** 256n;
  }, 0n);
  return sum.toString(16).padStart(64, '0');
}
