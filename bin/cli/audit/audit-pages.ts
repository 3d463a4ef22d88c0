import type { z } from 'zod';
import type { ExchangeClient } from '../exchange-client';
import { auditReply, rootsReply, sealsReply } from './audit-replies';

export type AuditPage = z.infer<typeof auditReply>;
export type OwnSeals = z.infer<typeof sealsReply>['seals'];
type Root = z.infer<typeof rootsReply>['roots'][number];

/** The pages of a chain, until one brings nothing more and the head has not moved since. */
export async function* auditPages(
  client: ExchangeClient,
  path: string,
  { after, kind }: { readonly after: number; readonly kind?: string | undefined },
): AsyncGenerator<AuditPage> {
  const ask = (from: number) => {
    const query = new URLSearchParams({ after: String(from), ...(kind ? { kind } : {}) });
    return client.call({ method: 'GET', path: `${path}?${query}`, reply: auditReply });
  };
  let page = await ask(after);
  for (;;) {
    yield page;
    const { next, head } = page;
    if (next >= head.count && page.entries.length === 0) return;
    const following = await ask(next);
    // Entries that come in meanwhile move the head; a head that stays without them has lost its end.
    const isStuck = following.next === next && following.head.hash === head.hash;
    if (isStuck) return;
    page = following;
  }
}

export async function readSeals(client: ExchangeClient, path: string): Promise<OwnSeals> {
  return allDays(async (after) => {
    const call = { method: 'GET', path: `${path}${after}`, reply: sealsReply } as const;
    return (await client.call(call)).seals;
  });
}

export async function readRoots(client: ExchangeClient, path: string): Promise<readonly Root[]> {
  return allDays(async (after) => {
    const call = { method: 'GET', path: `${path}${after}`, reply: rootsReply } as const;
    return (await client.call(call)).roots;
  });
}

async function allDays<T extends { readonly day: string }>(
  read: (query: string) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1)?.day;
    const some = await read(last === undefined ? '' : `?after=${last}`);
    if (some.length === 0) return all;
    all.push(...some);
  }
}
