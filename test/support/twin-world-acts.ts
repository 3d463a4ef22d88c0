import { accessOf } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';
import { seeded } from './hostile';
import type { World } from './twin-world-cast';
import { consent, runErrands } from './twin-world-errands';
import type { Act } from './twin-world-history';
import { firstKind, lookAt } from './twin-world-looks';
import { opine } from './twin-world-opinions';
import { type Pool, pick } from './twin-world-pool';
import { remark } from './twin-world-remarks';
import { elsewhereUrl } from './twin-world-webhooks';

/** A world with what can be named in it: by the observer, and by those who go about hidden business. */
export interface Stage {
  readonly world: World;
  readonly pool: Pool;
  readonly secrets: Pool;
}

export async function perform(one: Act, stage: Stage): Promise<void> {
  const { world } = stage;
  if (one.kind === 'tick') await tick(world);
  else if (one.kind === 'burst') await burst(one, world);
  else if (one.kind === 'roster') await changeRoster(one, stage);
  else if (one.kind === 'found') await found(stage);
  else if (one.kind === 'busy') await beBusy(one, stage);
  else if (one.kind === 'errands') await runErrands(stage);
  else if (one.kind === 'consents') await consent(world);
  else if (one.kind === 'error') await fail(one, stage);
  else if (one.kind === 'remark') await remark(one, world[one.actor], world);
  else await opine(one, world[one.actor], world);
}

/** What runs beside the requests: the stream, and what comes each minute. */
async function tick(world: World): Promise<void> {
  await world.index();
  await world.expire();
  await world.index();
  await world.tell();
  await world.record();
}

/** Many on one indicator at once: more than a summary lists. */
async function burst(one: Act, world: World): Promise<void> {
  for (const owner of [...world.crowd, world[one.actor]]) {
    await opine({ ...one, kind: 'publish' }, owner, world);
    if (one.isHidden) await opine({ ...one, kind: 'widen' }, owner, world);
  }
}

/** Who is in a group beside those who are always: of a hidden one, of one that hides its roster, of the observer's. */
async function changeRoster({ isHidden, tag, status }: Act, { world }: Stage): Promise<void> {
  const { operator, observer, seen, hidden, shadow, crowd, groups, hiddenGroups } = world;
  const [open, quiet] = groups;
  const id = isHidden ? [...hiddenGroups, quiet][tag % 3] : open;
  if (!id) return;
  const { token } = operator;
  const line = `/v1/groups/${id}/members`;
  const isOfObserver = id === open || id === quiet;
  const always = isOfObserver ? [observer, seen] : [seen, hidden, ...crowd];
  // One that has left by its own look is not brought back unseen.
  const stays = isHidden && isOfObserver ? await membersOf(line, seen.token, world) : undefined;
  const kept = always.filter(({ id: one }) => one !== observer.id || (stays?.has(one) ?? true));
  const sometimes = isHidden ? shadow : hidden;
  const members = [...kept, ...(status % 2 ? [] : [sometimes])].map((one) => one.id);
  await world.call(`PUT ${line}`, { token, body: { members } });
  // Whom its owners have invited is theirs to know.
  const invitation = { token: seen.token, body: { memberId: hidden.id } };
  if (isHidden && isOfObserver) await world.call(`POST /v1/groups/${id}/invitations`, invitation);
}

async function membersOf(line: string, token: string, world: World): Promise<Set<string>> {
  const { body } = await world.call(`GET ${line}`, { token });
  return new Set((body?.members ?? []).map(({ id }: { readonly id: string }) => id));
}

/** A group that there is in one of the worlds only; a government may not know of those that the community may. */
async function found({ world, pool, secrets }: Stage): Promise<void> {
  const { operator, seen, hidden, shadow, setting } = world;
  const isListed = setting.observerClass === 'government';
  const made = { token: seen.token, body: { name: 'Secret', isListed } };
  const { id } = (await world.call('POST /v1/groups', made)).body;
  const members = [seen.id, hidden.id, shadow.id];
  const { token } = operator;
  await world.call(`PUT /v1/groups/${id}/members`, { token, body: { members } });
  for (const each of [secrets, pool]) each.add('groups', id, 'hidden');
}

/** What publishing does is acts of its own; the rest of what a member may write is drawn from its routes. */
const busyRoutes = routes.filter(
  ({ isRead, operationId }) =>
    !isRead &&
    accessOf(operationId) === 'administer' &&
    // While somebody's words are taken back long summaries cost more: test/component/departure has twins of its own.
    operationId !== 'withdraw',
);
/** What anybody but the shadow does among those concerns groups: the rest of them others could tell. */
const groupRoutes = busyRoutes.filter((route) =>
  ['groups', 'invitations'].includes(firstKind(route)),
);
const elsewhere = '192.0.2.200';

/** A hidden member goes about its business, whatever routes there are for it, with what nobody else knows of. */
async function beBusy({ actor, look }: Act, { world, pool, secrets }: Stage): Promise<void> {
  const draw = seeded(look + 7);
  const choices = actor === 'shadow' ? busyRoutes : groupRoutes;
  if (choices.length === 0) return;
  const route = pick(choices, draw);
  const without = ['community', 'isListed'];
  const texts = { url: [elsewhereUrl] };
  const { line, call } = lookAt(route, 'hidden', secrets, draw, { without, texts });
  const { token } = world[actor];
  const { status, body } = await world.call(line, { ...call, token, from: elsewhere });
  if (status >= 300) return;
  for (const each of [secrets, pool]) each.learn(body, firstKind(route), 'hidden');
}

/** Refused, with a good credential, a wrong one, and what is none. */
async function fail({ actor, look }: Act, { world, secrets }: Stage): Promise<void> {
  const draw = seeded(look + 7);
  const refused = routes.filter(({ operationId }) => accessOf(operationId) === 'operate');
  const { line, call } = lookAt(pick(refused, draw), 'hidden', secrets, draw);
  const { id, token } = world[actor];
  const tokens = [token, `${id}|nobody`, 'x'];
  await world.call(line, { ...call, token: pick(tokens, draw), from: elsewhere });
}
