import { startOfTime } from './community';
import { seeded } from './hostile';
import { type Meter, meter } from './metered';
import { perform, type Stage } from './twin-world-acts';
import { makeWorld, poolOf, secretPool, type WorldOptions } from './twin-world-cast';
import type { History } from './twin-world-history';
import { anyLook, firstKind, type Request } from './twin-world-looks';

const looksAfterAct = 3;

/** What the observer asked and was told: the answer with its headers, what it cost in reads, and what its receivers got. */
export interface Telling {
  readonly request: Request;
  readonly status: number;
  readonly told: string;
}

/** A world that a history is played in, with what its engine counts. */
export interface Played extends Stage {
  readonly counted: Meter;
}

/**
 * Plays a history. Without a script the looks are drawn, at what there is; with the script of the other world the
 * same requests are made again, so that they name what is not there.
 */
export async function tellingsOf(
  history: History,
  options: WorldOptions,
  script?: readonly Request[],
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  await play(history, options, async (played, { look: seed }) => {
    const draw = seeded(seed);
    for (let n = 0; n < looksAfterAct; n++) {
      const request = script ? script[tellings.length] : anyLook(played.pool, draw);
      if (!request) throw new Error('the script is too short');
      tellings.push(await look(request, played));
    }
  });
  return tellings;
}

/** Plays a history, and lets the observer look after each act. Nothing that is done in one step depends on another's clock or chance. */
export async function play(
  { setting, acts }: History,
  options: WorldOptions,
  after: (played: Played, act: History['acts'][number], at: number) => Promise<void>,
): Promise<Played> {
  const world = await makeWorld(setting, options);
  const played = {
    ...{ world, pool: poolOf(world), secrets: secretPool(world) },
    counted: meter(options.client),
  };
  options.onMade?.(world, played.secrets);
  for (const [at, one] of acts.entries()) {
    world.time.micros = startOfTime + (at + 1) * 40_000_000;
    world.step(2 * at);
    if (options.withHidden || !one.isHidden) await perform(one, played);
    world.step(2 * at + 1);
    await after(played, one, at);
  }
  return played;
}

export async function look(request: Request, { world, pool, counted }: Played): Promise<Telling> {
  const { route, line, call } = request;
  const before = { ...counted };
  const { token } = world.observer;
  const { status, headers, text, body } = await world.call(line, { ...call, token });
  const trips = counted.roundTrips - before.roundTrips;
  const units = counted.units - before.units;
  if (status < 300) pool.learn(body, firstKind(route), 'visible');
  if (status < 300 && body?.cursor) pool.pages.push({ route, line: withCursor(line, body.cursor) });
  // What a request has set going comes of it, and of nothing that is done later.
  if (setsGoing(route)) await world.tell();
  const received = world.received();
  const told = JSON.stringify({ line, ...call, status, headers, text, trips, units, received });
  return { request, status, told };
}

function setsGoing({ function: of, isRead }: Request['route']): boolean {
  return !isRead && (of === 'watches' || of === 'webhooks');
}

/** The first thing that was told otherwise in one world than in the other. */
export function difference(
  withHidden: readonly Telling[],
  without: readonly Telling[],
): { readonly withHidden: string; readonly without: string } | undefined {
  const at = withHidden.findIndex(({ told }, n) => told !== without[n]?.told);
  if (at < 0) return undefined;
  return { withHidden: withHidden[at]?.told ?? '', without: without[at]?.told ?? '' };
}

function withCursor(line: string, cursor: string): string {
  const [path = '', query = ''] = line.split('?');
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return `${path}?${params}`;
}
