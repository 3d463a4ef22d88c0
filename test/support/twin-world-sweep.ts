import { z } from 'zod';
import { accessOf } from '../../lambdas/contracts/policy-table';
import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { seeded } from './hostile';
import { look, play, type Telling } from './twin-world';
import type { Setting, WorldOptions } from './twin-world-cast';
import { graphLooks } from './twin-world-graph';
import type { Act, History } from './twin-world-history';
import { listLooks } from './twin-world-lists';
import { lookAt, type Request } from './twin-world-looks';
import { type Aim, aims, type Pool } from './twin-world-pool';

/** What takes away comes last: who has left a group would look at nothing in it. */
const inOrder = [
  ...routes.filter(({ method }) => method !== 'DELETE'),
  ...routes.filter(({ method }) => method === 'DELETE'),
];

/** More where there is something to be found. */
const looksOfAim = { hidden: 6, visible: 3, absent: 2, bent: 2 } as const;
/** Where a group and a member of it must both be the right ones. */
const looksOfMembers = 20;

const base = { actor: 'seen', value: 0, status: 0, tag: 0, isHidden: false, look: 0 } as const;
const seen = (more: Partial<Act>): Act => ({ ...base, kind: 'publish', ...more });
const unseen = (more: Partial<Act>): Act => seen({ isHidden: true, actor: 'hidden', ...more });

/** A history in which there is something of everything: said to all, to some, changed, shared further, taken back. */
export function fullHistory(observerClass: Setting['observerClass'] = 'company'): History {
  return { setting: { observerClass, groups: 2, isCrowded: false }, acts: fullActs };
}

const fullActs: readonly Act[] = [
  ...[0, 1, 2, 3].map((value) => seen({ value, tag: value, status: value })),
  ...[0, 1, 2, 3, 4].map((value) => unseen({ value, tag: value % 4, status: 3 - (value % 4) })),
  unseen({ actor: 'seen', value: 4, tag: 1 }),
  unseen({ actor: 'shadow', value: 1 }),
  seen({ kind: 'tick' }),
  unseen({ kind: 'widen', actor: 'seen', value: 0 }),
  unseen({ kind: 'widen', actor: 'seen', value: 2, tag: 1 }),
  unseen({ kind: 'patch', value: 1, tag: 2 }),
  unseen({ kind: 'expire', value: 2 }),
  unseen({ kind: 'found', tag: 0 }),
  unseen({ actor: 'seen', value: 4, tag: 3 }),
  unseen({ kind: 'consents' }),
  unseen({ kind: 'roster', tag: 0 }),
  unseen({ kind: 'roster', tag: 0, status: 1 }),
  unseen({ kind: 'roster', tag: 2 }),
  unseen({ kind: 'errands', actor: 'shadow' }),
  ...[0, 1, 2].map((look) => unseen({ kind: 'busy', actor: 'shadow', look })),
  ...Array.from({ length: 3 }, (_, look) => unseen({ kind: 'error', look })),
  ...[0, 1, 3].map((status) => seen({ kind: 'remark', status })),
  ...[0, 1, 3].map((status) => unseen({ kind: 'remark', status, tag: status % 2 })),
  seen({ kind: 'tick' }),
  seen({ kind: 'patch', value: 1, tag: 2 }),
  seen({ kind: 'narrow', value: 3, tag: 0 }),
  seen({ kind: 'retract', value: 2 }),
  unseen({ kind: 'retract', value: 3 }),
  seen({ kind: 'tick' }),
];

export interface Watcher {
  readonly observerClass?: Setting['observerClass'];
  readonly begin?: () => void;
  readonly looked?: (request: Request) => void;
}

/** Looks once a full history is over: every route there is, each with hidden, visible, absent and bent ids. */
export async function sweepingTellings(
  options: WorldOptions,
  script?: readonly Request[],
  { begin, looked, observerClass }: Watcher = {},
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  await play(fullHistory(observerClass), options, async (played, _, at) => {
    if (at < fullActs.length - 1) return;
    const lookEach = async (requests: readonly Request[]) => {
      for (const request of requests) {
        played.world.step(1000 + tellings.length);
        tellings.push(await look(request, played));
        looked?.(request);
      }
    };
    begin?.();
    if (!script) await lookEach(listsOfTold(played.pool));
    await lookEach(script ?? sweep());
    if (!script) await followPages(played);

    /** Once, each page that an answer of the sweep led to. */
    async function followPages({ pool, world }: typeof played): Promise<void> {
      for (const [n, page] of [...pool.pages].entries()) {
        world.step(5000 + n);
        const request: Request = { ...page, aim: 'visible', call: { headers: {} } };
        tellings.push(await look(request, played));
      }
    }

    function sweep(): Request[] {
      const all = inOrder.flatMap((route) => aims.map((aim) => ({ route, aim })));
      const { pool } = played;
      const drawn = all.flatMap(({ route, aim }, n) =>
        Array.from({ length: looksAt(route, aim) }, (_, turn) =>
          lookAt(route, aim, pool, seeded(n * 100 + turn)),
        ),
      );
      const plain = all.flatMap(({ route, aim }, n) => plainly(route, aim, pool, n));
      const first = lookedFirst(drawn, played.world.observer.id);
      return [...listLooks(), ...first, ...plain, ...graphLooks(pool)];
    }
  });
  return tellings;
}

/** What the observer was told it can name from then on. */
function listsOfTold(pool: Pool): Request[] {
  const lists = routes.filter(({ operationId }) =>
    ['listMatches', 'listDeliveries'].includes(operationId),
  );
  const without = ['watch', 'endpoint', 'event', 'state', 'code', 'unread', 'limit'];
  const all = { without: [...without, 'since', 'until', 'cursor'] };
  return lists.map((route) => lookAt(route, 'visible', pool, seeded(0), all));
}

/** Who has left a group sees nothing there any more: it reads before it writes, and leaves last. */
function lookedFirst(requests: readonly Request[], observerId: string): Request[] {
  const rank = ({ route, line }: Request) => {
    if (route.isRead) return 0;
    return route.operationId === 'removeGroupMember' && line.endsWith(observerId) ? 2 : 1;
  };
  return [...requests].sort((a, b) => rank(a) - rank(b));
}

/** With nothing that narrows it, and with each thing alone: what is drawn asks mostly for what nothing is. */
function plainly(route: Route, aim: Aim, pool: Pool, n: number): Request[] {
  if (!(route.query instanceof z.ZodObject) || accessOf(route.operationId) === 'operate') return [];
  const names = Object.keys(route.query.shape).filter((name) => name !== 'cursor');
  const given = [
    ...Array.from({ length: looksAt(route, aim) }, () => []),
    ...names.map((name) => [name]),
  ];
  return given.map((sure: readonly string[], turn) =>
    lookAt(route, aim, pool, seeded(90_000 + n * 100 + turn), {
      ...{ sure, without: names.filter((name) => !sure.includes(name)) },
    }),
  );
}

/** What is refused whatever it names is looked at once. */
function looksAt({ operationId, params, query, body, function: of }: Route, aim: Aim): number {
  const isNaming = params ?? query ?? body;
  if (of === 'groups' && aim === 'hidden' && params && accessOf(operationId) === 'administer') {
    return looksOfMembers;
  }
  return isNaming && accessOf(operationId) !== 'operate' ? looksOfAim[aim] : 1;
}
