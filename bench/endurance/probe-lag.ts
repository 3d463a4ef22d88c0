import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './copy';
import type { Soaking } from './soak-load';

const patienceMilliseconds = 30_000;

/** Milliseconds from the acknowledgement of a publish until another member's feed shows it; undefined when it does not come. */
export async function probeLag({ client, cast, mix }: Soaking): Promise<number | undefined> {
  const { token } = cast.reader;
  const read = <T>(path: string) => client.json<T>({ method: 'GET', path, token });
  const { feeds } = await read<Feeds>('/v1/feeds');
  let after = feeds.find(({ audience }) => audience === 'community')?.head.position ?? 0;
  const { id } = await client.json<{ id: string }>(mix.publish());
  const acknowledged = performance.now();
  while (performance.now() - acknowledged < patienceMilliseconds) {
    const page = await read<Page>(`/v1/feeds/community?after=${after}&limit=1000`);
    if (page.changes.some((change) => change.id === id)) return performance.now() - acknowledged;
    after = page.next;
    await sleep(10);
  }
  return undefined;
}

interface Feeds {
  readonly feeds: readonly {
    readonly audience: string;
    readonly head: { readonly position: number };
  }[];
}

interface Page {
  readonly changes: readonly Change[];
  readonly next: number;
}
