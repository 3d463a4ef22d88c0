import type { ListDefinition } from '../contracts/lists.contract';
import type { Question } from '../contracts/saved-searches.contract';
import { audiencesEpoch } from '../core/audiences-epoch';
import type { Caller } from '../core/caller';
import type { ListBasis } from '../core/export/cached-list';
import { DomainError } from '../core/problem';
import { digestOf } from '../core/search/query-digest';
import type { NamedStore, StoredNamed } from '../store/named-store';

/** A list with the search that it is of, where it is of one. */
export interface ListSource {
  readonly list: StoredNamed<ListDefinition>;
  readonly search: StoredNamed<Question> | undefined;
}

export interface ListSourceDeps {
  readonly lists: Pick<NamedStore<ListDefinition>, 'read'>;
  readonly searches: Pick<NamedStore<Question>, 'read'>;
}

/** Undefined where the member has no list of this name. */
export async function readListSource(
  memberId: string,
  name: string,
  { lists, searches }: ListSourceDeps,
): Promise<ListSource | undefined> {
  const list = await lists.read(memberId, name);
  if (list?.content.saved === undefined) return list && { list, search: undefined };
  const search = await searches.read(memberId, list.content.saved);
  if (!search) throw searchUnusable('There is none of its name any more.');
  return { list, search };
}

/**
 * What a list is made of now: where any of it is another, a copy is not handed over. A row of a feed hangs on those
 * who said it; one that a search finds, on whoever said anything of it: there nobody may be hidden who was not.
 */
export function basisOf({ list, search }: ListSource, caller: Caller): ListBasis {
  const hidden = [...caller.governance.hidden].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    definition: list.version,
    audiencesEpoch: audiencesEpoch(caller),
    search: search ? digestOf([search.version, hidden]) : null,
  };
}

/** To be put right by the member: its list has no text until then. */
export function searchUnusable(why: string): DomainError {
  return new DomainError(
    'list.search_unusable',
    `The saved search that the list is of can’t be asked: ${why} Save another under its name, or change the list.`,
  );
}
