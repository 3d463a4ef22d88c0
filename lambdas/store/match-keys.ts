import { sortable } from './directory-keys';

/** How matches, and what waits to be delivered of them, are spelled in the Notify table. */
export const matchKeys = {
  match: (member: string, matchId: string) => ({ pk: `match/${member}`, sk: matchId }),
  told: (objectId: string, member: string, watchId: string, matchId: string) => ({
    ...{ pk: `told/${objectId}`, sk: `${member}/${watchId}/${matchId}` },
  }),
  /** That an object has left an audience, and where in its order: what is told late of before is not told. */
  gone: (objectId: string, audience: string) => ({ pk: `gone/${objectId}`, sk: audience }),
  pending: (endpointId: string, at: number, matchId: string) => ({
    ...{ pk: `pending/${endpointId}`, sk: `${sortable(at)}/${matchId}` },
  }),
  watch: (member: string, watchId: string) => ({ pk: `watches/${member}`, sk: watchId }),
} as const;

export const matchLists = {
  unread: (member: string) => `new/${member}`,
  read: (member: string) => `read/${member}`,
} as const;

/** Sorts by time, then by id. */
export function placeOf(at: number, id: string): string {
  return `${sortable(at)}-${id}`;
}
