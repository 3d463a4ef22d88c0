import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  type ListDefinition,
  listListsRoute,
  putListRoute,
  readListRoute,
  removeListRoute,
} from '../contracts/lists.contract';
import {
  listSavedSearchesRoute,
  putSavedSearchRoute,
  type Question,
  readSavedSearchRoute,
  removeSavedSearchRoute,
} from '../contracts/saved-searches.contract';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { notFound } from '../core/problem';
import type { Clock } from '../core/time';
import type { NamedStore } from '../store/named-store';
import { putNamed } from './put-named';
import { requireSearch } from './require-search';

export interface SavedDeps {
  readonly searches: NamedStore<Question>;
  readonly lists: NamedStore<ListDefinition>;
  readonly now: Clock;
}

/** What a member keeps by name: searches, and what its lists are made of. */
export function savedApi(deps: SavedDeps): Endpoint[] {
  return [...searchEndpoints(deps), ...listEndpoints(deps)];
}

function searchEndpoints({ searches, now }: SavedDeps): Endpoint[] {
  const shown = (one: { name: string; content: Question; version: number }) => ({
    ...{ name: one.name, query: one.content, version: one.version },
  });
  return [
    endpoint(listSavedSearchesRoute, async ({ caller }) => ({
      status: 200,
      body: { searches: (await searches.list(caller.member.id)).map(shown) },
    })),
    endpoint(readSavedSearchRoute, async ({ params, caller }) => ({
      status: 200,
      body: shown(await found(searches, caller.member.id, params.name)),
    })),
    endpoint(putSavedSearchRoute, async ({ params, body, ...request }) => {
      const put = { name: params.name, content: body.query, version: body.version };
      const { status, stored } = await putNamed('search', put, request, { store: searches, now });
      return { status, body: shown(stored) };
    }),
    endpoint(removeSavedSearchRoute, ({ params, caller }) => remove(searches, caller, params.name)),
  ];
}

function listEndpoints({ lists, searches, now }: SavedDeps): Endpoint[] {
  const shown = (one: { name: string; content: ListDefinition; version: number }) => ({
    ...{ name: one.name, definition: one.content, version: one.version },
  });
  return [
    endpoint(listListsRoute, async ({ caller }) => ({
      status: 200,
      body: { lists: (await lists.list(caller.member.id)).map(shown) },
    })),
    endpoint(readListRoute, async ({ params, caller }) => ({
      status: 200,
      body: shown(await found(lists, caller.member.id, params.name)),
    })),
    endpoint(putListRoute, async ({ params, body, ...request }) => {
      const { saved } = body.definition;
      if (saved !== undefined) await requireSearch(saved, request.caller, searches);
      const put = { name: params.name, content: body.definition, version: body.version };
      const { status, stored } = await putNamed('list', put, request, { store: lists, now });
      return { status, body: shown(stored) };
    }),
    endpoint(removeListRoute, ({ params, caller }) => remove(lists, caller, params.name)),
  ];
}

async function found<T>(store: NamedStore<T>, memberId: string, name: string) {
  const stored = await store.read(memberId, name);
  if (!stored) throw notFound();
  return stored;
}

async function remove<T>(store: NamedStore<T>, caller: Caller, name: string) {
  if (!(await store.remove(caller.member.id, name, byOf(caller)))) throw notFound();
  return { status: 204 };
}
