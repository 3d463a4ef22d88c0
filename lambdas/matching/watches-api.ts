import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  addWatchValuesRoute,
  changeWatchRoute,
  createWatchRoute,
  listWatchesRoute,
  readWatchRoute,
  removeWatchRoute,
  testWatchRoute,
} from '../contracts/watches.contract';
import type { TellRead } from '../core/audit-read';
import { notFound } from '../core/problem';
import { isoTime } from '../core/time';
import { type Condition, valueCount, writtenAs } from '../core/watch/condition';
import { isLiveWatch, type Watch } from '../core/watch/watch';
import { addValues, changeWatch, createWatch, removeWatch, type WatchDeps } from './change-watch';
import { type TestDeps, testWatch } from './test-watch';

export type WatchesApiDeps = WatchDeps & TestDeps & { readonly tellRead: TellRead };

/** Of a list of values, in the list of watches. */
const valuesListed = 10;

/** What a member wants to be told of. */
export function watchesApi(deps: WatchesApiDeps): Endpoint[] {
  return [...readEndpoints(deps), ...writeEndpoints(deps)];
}

function readEndpoints(deps: WatchesApiDeps): Endpoint[] {
  const { watches, now, tellRead } = deps;
  return [
    endpoint(listWatchesRoute, async ({ caller }) => {
      const rows = await watches.list(caller.member.id);
      const shown = rows.map(({ conditions = [], values, ...row }) => ({
        ...viewOf({ ...row, conditions }, now(), valuesListed),
        values,
      }));
      return { status: 200, body: { watches: shown } };
    }),
    endpoint(readWatchRoute, async ({ params, caller }) => {
      const watch = await watches.read(caller.member.id, params.id);
      if (!watch) throw notFound();
      return { status: 200, body: viewOf(watch, now()) };
    }),
    endpoint(testWatchRoute, async ({ body, caller }) => {
      const reply = await testWatch(body, caller, deps);
      const found = reply.matches.length;
      if (found > 0) await tellRead(caller, 'search.read', { found, mode: 'watch' });
      return { status: 200, body: reply };
    }),
  ];
}

function writeEndpoints(deps: WatchesApiDeps): Endpoint[] {
  return [
    endpoint(createWatchRoute, async ({ body, ...asking }) => {
      const { status, watch } = await createWatch(body, asking, deps);
      return { status, body: viewOf(watch, deps.now()) };
    }),
    endpoint(changeWatchRoute, async ({ params, body, ...asking }) => ({
      status: 200,
      body: viewOf(await changeWatch(params.id, body, asking, deps), deps.now()),
    })),
    endpoint(addWatchValuesRoute, async ({ params, body, ...asking }) => ({
      status: 200,
      body: viewOf(await addValues(params.id, body, asking, deps), deps.now()),
    })),
    endpoint(removeWatchRoute, async ({ params, ...asking }) => {
      await removeWatch(params.id, asking, deps);
      return { status: 204 };
    }),
  ];
}

function viewOf(watch: Watch, nowMicros: number, most = Number.POSITIVE_INFINITY) {
  const { id, name, state, version, createdAt, expiresAt, retro, conditions } = watch;
  const isOver = state === 'live' && !isLiveWatch(watch, nowMicros);
  const written = (one: Condition) => writtenAs(one, most);
  return {
    ...{ id, name, state: isOver ? ('expired' as const) : state, version },
    ...{ createdAt: isoTime(createdAt), expiresAt, retro },
    ...{ conditions: conditions.map(written), values: valueCount(conditions) },
  };
}
