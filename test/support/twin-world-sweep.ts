import { routes } from '../../lambdas/contracts/routes';
import { seeded } from './hostile';
import { look, play, type Telling } from './twin-world';
import type { WorldOptions } from './twin-world-cast';
import type { Act, History } from './twin-world-history';
import { lookAt, type Request } from './twin-world-looks';
import { aims } from './twin-world-pool';

const looksOfAim = 3;

const base = { actor: 'seen', value: 0, status: 0, tag: 0, isHidden: false, look: 0 } as const;
const seen = (more: Partial<Act>): Act => ({ ...base, kind: 'publish', ...more });
const unseen = (more: Partial<Act>): Act => seen({ isHidden: true, actor: 'hidden', ...more });

/** A history in which there is something of everything: said to all, to some, changed, shared further, taken back. */
export const fullHistory: History = {
  setting: { observerClass: 'company', groups: 2, isCrowded: false },
  acts: [
    ...[0, 1, 2, 3].map((value) => seen({ value, tag: value, status: value })),
    ...[0, 1, 2, 3, 4].map((value) => unseen({ value, tag: value % 3, status: 3 - (value % 4) })),
    unseen({ actor: 'seen', value: 4, tag: 1 }),
    unseen({ actor: 'shadow', value: 1 }),
    seen({ kind: 'tick' }),
    unseen({ kind: 'widen', actor: 'seen', value: 0 }),
    unseen({ kind: 'widen', actor: 'seen', value: 2, tag: 1 }),
    unseen({ kind: 'patch', value: 1, tag: 2 }),
    unseen({ kind: 'expire', value: 2 }),
    unseen({ kind: 'roster', tag: 0 }),
    unseen({ kind: 'roster', tag: 3 }),
    ...Array.from({ length: 12 }, (_, look) => unseen({ kind: 'busy', actor: 'shadow', look })),
    ...Array.from({ length: 3 }, (_, look) => unseen({ kind: 'error', look })),
    seen({ kind: 'narrow', value: 3, tag: 0 }),
    seen({ kind: 'retract', value: 1 }),
    unseen({ kind: 'retract', value: 3 }),
    seen({ kind: 'tick' }),
  ],
};

/** Looks once a full history is over: every route there is, each with hidden, visible, absent and bent ids. */
export async function sweepingTellings(
  options: WorldOptions,
  script?: readonly Request[],
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  await play(fullHistory, options, async (played, _, at) => {
    if (at < fullHistory.acts.length - 1) return;
    const requests = script ?? sweep();
    for (const [n, request] of requests.entries()) {
      played.world.step(1000 + n);
      tellings.push(await look(request, played));
    }

    function sweep(): Request[] {
      const all = routes.flatMap((route) => aims.map((aim) => ({ route, aim })));
      return all.flatMap(({ route, aim }, n) =>
        Array.from({ length: looksOfAim }, (_, turn) =>
          lookAt(route, aim, played.pool, seeded(n * 100 + turn)),
        ),
      );
    }
  });
  return tellings;
}
