import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { organisationClasses } from '../../lambdas/core/member';
import { addMember, type Community, type TestMember } from './community';

/** What a random world is made of; members count from 0, which is the one that publishes. */
export interface Cast {
  readonly classes: readonly string[];
  readonly groups: readonly { readonly isOpen: boolean }[];
}

/** What changes before each publish, and to whom it goes. */
export interface Round {
  readonly eligibleClasses: readonly string[];
  /** By group, who is in it. */
  readonly rosters: readonly (readonly number[])[];
  readonly suspended: readonly number[];
  readonly community: boolean;
  readonly groups: readonly number[];
  readonly members: readonly number[];
}

const size = 6;
const groupCount = 2;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const others = numbers(size).slice(1);
const classes = organisationClasses.filter((name) => name !== 'operator');

export const cast: fc.Arbitrary<Cast> = fc.record({
  classes: fc.array(fc.constantFrom(...classes), { minLength: size, maxLength: size }),
  groups: fc.tuple(...numbers(groupCount).map(() => fc.record({ isOpen: fc.boolean() }))),
});

export const round: fc.Arbitrary<Round> = fc.record({
  eligibleClasses: fc.subarray(classes),
  rosters: fc.tuple(...numbers(groupCount).map(() => fc.subarray(numbers(size)))),
  suspended: fc.subarray(others, { maxLength: 2 }),
  community: fc.boolean(),
  groups: fc.subarray(numbers(groupCount)),
  members: fc.subarray(others, { maxLength: 2 }),
});

export interface SharingWorld extends Community {
  readonly client: DynamoDBDocumentClient;
  readonly members: readonly TestMember[];
  /** Everybody but the one that publishes. */
  readonly readers: readonly TestMember[];
  readonly groupIds: readonly string[];
}

export async function sharingWorld(
  world: Community & Pick<SharingWorld, 'client'>,
  { classes, groups }: Cast,
): Promise<SharingWorld> {
  const { call, operator, alice, bob, carol } = world;
  const members: TestMember[] = [];
  for (const [at, name] of classes.entries()) {
    members.push(await addMember(world, operator.token, `Member ${at}`, name));
  }
  const groupIds: string[] = [];
  for (const { isOpen } of groups) {
    const body = { name: 'A group', membersCanSee: isOpen, membersCanUse: true };
    const made = await call('POST /v1/groups', { token: operator.token, body });
    groupIds.push(made.body.id);
  }
  const readers = [alice, bob, carol, ...members.slice(1)];
  return { ...world, members, readers, groupIds };
}

/** Makes the world as a round has it, and lets it be felt. */
export async function changeWorld(world: SharingWorld, one: Round): Promise<void> {
  const { call, operator, members, groupIds } = world;
  const { token } = operator;
  const { body: rules } = await call('GET /v1/policy', { token });
  const { eligibleClasses } = one;
  const policy = { ...rules, community: { eligibleClasses }, reason: 'another round' };
  await call('PUT /v1/policy', { token, body: policy });
  // Only active members can be put into a group.
  await setStates(world, []);
  for (const [at, roster] of one.rosters.entries()) {
    const ids = roster.map((number) => members[number]?.id);
    await call(`PUT /v1/groups/${groupIds[at]}/members`, { token, body: { members: ids } });
  }
  await setStates(world, one.suspended);
  world.wait(31);
}

async function setStates(world: SharingWorld, suspended: readonly number[]): Promise<void> {
  for (const [at, member] of world.members.entries()) {
    await setState(world, member, suspended.includes(at) ? 'suspended' : 'active');
  }
}

/** The operator's decision, where it is another than the one that stands. */
export async function setState(
  { call, operator: { token } }: Pick<Community, 'call' | 'operator'>,
  { id }: TestMember,
  state: 'active' | 'suspended',
): Promise<void> {
  const line = `/v1/members/${id}/state`;
  const { body: standing } = await call(`GET ${line}`, { token });
  if (standing.state === state) return;
  const body = { state, version: standing.version, reason: 'another round' };
  const { status } = await call(`POST ${line}`, { token, body });
  if (status !== 200) throw new Error(`the state could not be set: ${status}`);
}

export function draftOf({ members, groupIds }: SharingWorld, one: Round, value: string) {
  const audience = {
    ...(one.community ? { community: true } : {}),
    groups: one.groups.map((at) => groupIds[at]),
    members: one.members.map((at) => members[at]?.id),
  };
  return { value, status: 'MALICIOUS', audience };
}

/** Who else is shown a descriptor, by each way that there is: three lists, of ids. */
export async function shownTo(
  { call, readers }: SharingWorld,
  { id, value }: { readonly id: string; readonly value: string },
): Promise<{ byValue: string[]; byId: string[]; inFeeds: string[] }> {
  const shown = { byValue: [] as string[], byId: [] as string[], inFeeds: [] as string[] };
  for (const { id: reader, token } of readers) {
    const looked = await call('POST /v1/lookups', { token, body: { values: [value] } });
    if (looked.body.results?.[0].known) shown.byValue.push(reader);
    const read = await call(`GET /v1/descriptors/${id}`, { token });
    if (read.status === 200) shown.byId.push(reader);
    const { feeds = [] } = (await call('GET /v1/feeds', { token })).body;
    const pages = await Promise.all(
      feeds.map(({ audience }: { audience: string }) =>
        call(`GET /v1/feeds/${audience}`, { token }),
      ),
    );
    const entries = pages.flatMap(({ body }) => body.changes);
    if (entries.some((entry) => entry.id === id && !entry.gone)) shown.inFeeds.push(reader);
  }
  return shown;
}
