import type { Caller } from '../core/caller';
import { type Clock, microsPerSecond } from '../core/time';
import type { GroupLists } from '../store/group-lists';
import type { ListingStore } from '../store/listing-store';

export interface MemberNamesDeps {
  readonly listings: Pick<ListingStore, 'read'>;
  readonly lists: Pick<GroupLists, 'readNames'>;
  readonly now: Clock;
}

/** For a caller: the names of members by id. */
export type NamesOf = (caller: Caller) => (memberId: string) => Promise<string>;

const cachedMicros = 60 * microsPerSecond;
const cachedCallers = 200;

interface Remembered {
  readonly at: number;
  readonly names: Map<string, Promise<string>>;
}

/**
 * What a member is called: its name if it chose to be listed, else its id. Read once a minute for each caller apart:
 * what one of them costs may not tell whether another was here just before.
 */
export function memberNames(deps: MemberNamesDeps): NamesOf {
  const cache = new Map<string, Remembered>();

  function rememberedFor(callerId: string): Remembered['names'] {
    const kept = cache.get(callerId);
    const age = deps.now() - (kept?.at ?? 0);
    if (kept && age >= 0 && age < cachedMicros) return kept.names;
    if (cache.size >= cachedCallers) cache.clear();
    const names = new Map<string, Promise<string>>();
    cache.set(callerId, { at: deps.now(), names });
    return names;
  }

  return ({ member }) => {
    const names = rememberedFor(member.id);
    return (id) => {
      if (id === member.id) return Promise.resolve(member.name);
      const name = names.get(id) ?? readName(id, deps);
      names.set(id, name);
      name.catch(() => names.delete(id));
      return name;
    };
  };
}

async function readName(id: string, { listings, lists }: MemberNamesDeps): Promise<string> {
  const { isListed } = await listings.read(id);
  const names = isListed ? await lists.readNames([id]) : undefined;
  return names?.get(id) ?? `Member ${id}`;
}
