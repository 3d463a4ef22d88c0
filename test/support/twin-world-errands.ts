import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { seeded } from './hostile';
import type { World } from './twin-world-cast';
import { firstKind, lookAt } from './twin-world-looks';
import type { Pool } from './twin-world-pool';
import { elsewhereUrl, watchedTag } from './twin-world-webhooks';

interface Stage {
  readonly world: World;
  readonly pool: Pool;
  readonly secrets: Pool;
}

/** What a member does for itself alone, and what of it stays. */
const errands: readonly Route['operationId'][] = [
  ...['issueCredential', 'issueCredential', 'changeCredential', 'rotateCredential'],
  ...['createGroup', 'createGroup', 'patchGroup'],
  ...['putSavedSearch', 'changeMe', 'planShares'],
] as const;
const tries = 4;

/** The shadow does all that it can do, reads its own feed, is flagged and on record. */
export async function runErrands(stage: Stage): Promise<void> {
  const { world } = stage;
  const { id, token } = world.shadow;
  for (const [n, operation] of errands.entries()) await run(operation, n, stage);
  const definition = { feed: 'community', format: 'ndjson' };
  await world.call('PUT /v1/lists/some-list', { token, body: { definition } });
  await world.call(`GET /v1/feeds/member:${id}`, { token });
  await world.call('GET /v1/lists/some-list/content', { token });
  await world.record();
  await watchElsewhere(world);
  await world.flag(id, {
    ...{ descriptorId: '17', indicatorId: '17', version: 1, verdict: 'refused' },
    ...{ findings: [], knownGood: [], scannedAt: 1 },
  });
}

/** It watches what the observer watches, and is told of it. */
async function watchElsewhere({ shadow: { token }, call }: World): Promise<void> {
  const conditions = [{ tags: [watchedTag] }, { mine: true }];
  await call('POST /v1/watches', { token, body: { name: 'All', conditions } });
  const { id } = (await call('POST /v1/endpoints', { token, body: { url: elsewhereUrl } })).body;
  await call(`POST /v1/endpoints/${id}/activation`, { token });
}

/** Until it is done: what is drawn is not always what a route takes. */
async function run(operation: string, n: number, { world, pool, secrets }: Stage): Promise<void> {
  const route = routes.find(({ operationId }) => operationId === operation);
  if (!route) throw new Error(`no route is named ${operation}`);
  const without = ['community', 'isListed', 'version', 'allowedFrom', 'expiresAt'];
  const rules = { without, texts: { name: ['some-list'] } };
  for (let turn = 0; turn < tries; turn++) {
    const { line, call } = lookAt(route, 'hidden', secrets, seeded(n * 10 + turn), rules);
    // The key that everybody else uses too.
    const headers = operation === 'patchGroup' ? { 'idempotency-key': 'a-key' } : {};
    const { token } = world.shadow;
    const { status, body } = await world.call(line, { ...call, headers, token });
    if (status >= 300) continue;
    for (const each of [secrets, pool]) each.learn(body, firstKind(route), 'hidden');
    return;
  }
}

/** Who owns the group that hides its roster invites two that nobody else there knows of: one comes, the other asks to join. */
export async function consent({ groups, seen, hidden, shadow, call }: World): Promise<void> {
  const line = `/v1/groups/${groups[1]}`;
  for (const { id: memberId } of [hidden, shadow]) {
    const body = { memberId, message: 'Come' };
    await call(`POST ${line}/invitations`, { token: seen.token, body });
  }
  await call(`POST /v1/me/invitations/${groups[1]}/accept`, { token: shadow.token });
  await call(`POST ${line}/requests`, { token: hidden.token, body: { message: 'Let me' } });
}
