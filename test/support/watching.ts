import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MatchedMessage } from '../../lambdas/contracts/matched-message';
import type { Audience } from '../../lambdas/core/audience';
import { matchKeys } from '../../lambdas/store/match-keys';
import type { Community, TestMember } from './community';
import type { receivers } from './receiver';
import { readStored } from './stored';

export const watchId = '4611686018427380001';

/** A watch that is live, as the matcher's messages speak of it. */
export async function putWatch(
  { client, tables }: Community,
  { id: member }: TestMember,
  state: 'live' | 'paused' = 'live',
) {
  const row = { id: watchId, member, state, expiresAt: null };
  const Item = { ...matchKeys.watch(member, watchId), ...row };
  await client.send(new PutCommand({ TableName: tables.notify, Item }));
}

/** An endpoint that its receiver has agreed to. */
export async function activeEndpoint(
  world: Community,
  { token }: TestMember,
  at: ReturnType<typeof receivers>,
  fields: object = {},
): Promise<string> {
  const body = { url: 'https://hooks.bank.example/tocsin', ...fields };
  const made = await world.call('POST /v1/endpoints', { token, body });
  at.know(made.body.verifyWith);
  const { id } = made.body;
  await world.call(`POST /v1/endpoints/${id}/activation`, { token });
  return id;
}

/** What is published, as the matcher tells of it in one audience. */
export async function publishFor(
  world: Community,
  { token }: TestMember,
  watching: TestMember,
  value: string,
  audience: Audience = 'community',
): Promise<MatchedMessage> {
  const [kind = '', id = ''] = audience.split(':');
  const choice = kind === 'group' ? { groups: [id] } : { community: true };
  const body = { value, status: 'MALICIOUS', audience: choice };
  const made = await world.call('POST /v1/descriptors', { token, body });
  await world.index();
  return matchedIn(world, made.body.id, watching, audience);
}

export async function matchedIn(
  world: Community,
  objectId: string,
  { id: member }: TestMember,
  audience: Audience,
  event: MatchedMessage['event'] = 'new',
): Promise<MatchedMessage> {
  const stored = await readStored(world.client, world.tables);
  const row = stored.audiences.get(audience)?.rows.find(({ id }) => id === objectId);
  if (!row) throw new Error(`${objectId} is not in ${audience}`);
  const { position, indicatorId, projection } = row;
  return {
    change: {
      ...{ audience, position, at: position, kind: 'descriptor', id: objectId, indicatorId },
      ...(projection !== undefined && { projection }),
    },
    event,
    watches: [{ member, watchId }],
  };
}
