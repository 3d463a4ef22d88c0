import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { idMaker } from '../../lambdas/core/id';
import { deriveKeys } from '../../lambdas/core/keys';
import type { AudiencesOf } from '../../lambdas/core/visibility';
import type { TableName } from '../../lib/tables';
import { addGroup, addMember, startOfTime, type TestMember } from './community';
import { type Exchange, inProcessExchange, rootSecret } from './exchange';
import { meter } from './metered';

const values = ['a.example', 'b.example', '192.0.2.1', 'https://a.example/x', 'd'.repeat(32)];
const statuses = ['MALICIOUS', 'NON_MALICIOUS', 'SUSPICIOUS', 'UNKNOWN'];
const owners = ['seen', 'hidden'] as const;

/** What others do. A hidden act touches only audiences that the observer is not in. */
export interface Act {
  readonly kind: 'publish' | 'patch' | 'widen' | 'narrow' | 'retract' | 'expire' | 'index';
  readonly owner: (typeof owners)[number];
  readonly value: number;
  readonly status: number;
  readonly tag: number;
  readonly isHidden: boolean;
  /** What the observer does after it. */
  readonly look: number;
}

export const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(
    'publish',
    'publish',
    'patch',
    'widen',
    'narrow',
    'retract',
    'expire',
    'index',
  ),
  owner: fc.constantFrom(...owners),
  value: fc.nat(values.length - 1),
  status: fc.nat(statuses.length - 1),
  tag: fc.nat(3),
  isHidden: fc.boolean(),
  look: fc.nat(1000),
});

export interface WorldOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly withHidden: boolean;
  readonly audiencesOf?: (hiddenGroup: string) => AudiencesOf;
}

interface World extends Exchange {
  readonly observer: TestMember;
  readonly seen: TestMember;
  readonly hidden: TestMember;
  readonly openGroup: { readonly id: string };
  readonly hiddenGroup: { readonly id: string };
}

/** Everything that the observer was told in a world: answers with headers, and what each cost in reads. */
export async function tellingsOf(acts: readonly Act[], options: WorldOptions): Promise<string[]> {
  const counted = meter(options.client);
  const time = { micros: startOfTime };
  const world = await makeWorld(options, time);
  const told: string[] = [];
  for (const [at, one] of acts.entries()) {
    time.micros = startOfTime + (at + 1) * 40_000_000;
    if (options.withHidden || !one.isHidden || one.kind === 'index')
      await perform(one, world, time);
    for (const line of looksAfter(one, world)) {
      const before = { ...counted };
      const answer = await look(line, world);
      const trips = counted.roundTrips - before.roundTrips;
      const units = counted.units - before.units;
      told.push(JSON.stringify({ line, ...answer, trips, units }));
    }
  }
  return told;
}

async function makeWorld(options: WorldOptions, time: { micros: number }): Promise<World> {
  let drawn = 0;
  let hiddenGroupId = '';
  const { client, tables, audiencesOf } = options;
  const exchange = inProcessExchange({
    ...{ client, tables },
    now: () => time.micros,
    random: (bytes) => Buffer.alloc(bytes, ++drawn),
    ...(audiencesOf
      ? { audiencesOf: (member, policy) => audiencesOf(hiddenGroupId)(member, policy) }
      : {}),
  });
  const first = await exchange.bootstrap();
  if (first.status !== 'created') throw new Error('these tables are in use already');
  const { token } = first;
  const observer = await addMember(exchange, token, 'Observer');
  const seen = await addMember(exchange, token, 'Seen');
  const hidden = await addMember(exchange, token, 'Hidden');
  const openGroup = await addGroup(exchange, token, 'Open', [observer.id, seen.id]);
  const hiddenGroup = await addGroup(exchange, token, 'Shut', [seen.id, hidden.id]);
  hiddenGroupId = hiddenGroup.id;
  return { ...exchange, observer, seen, hidden, openGroup, hiddenGroup };
}

/** The owner's act. It reads the version that it changes, as owners do; what it can't do is no matter. */
async function perform(one: Act, world: World, time: { micros: number }): Promise<void> {
  if (one.kind === 'index') return world.index();
  const owner = world[one.owner];
  const { token } = owner;
  const id = descriptorId(owner.id, one.value);
  if (one.kind === 'publish') {
    const body = {
      ...opinion(one, time),
      value: values[one.value],
      audience: audience(one, world),
    };
    const standing = await world.call(`GET /v1/descriptors/${id}`, { token });
    if (one.isHidden && !isOnlyHidden(standing.body?.audience, world)) return;
    await world.call('POST /v1/descriptors', { token, body });
    return;
  }
  const { status, body: current } = await world.call(`GET /v1/descriptors/${id}`, { token });
  if (status !== 200) return;
  const isAllHidden = isOnlyHidden(current.audience, world);
  // What only the hidden half of a world may hold is not there to act upon in the other.
  if (isAllHidden && !one.isHidden) return;
  const patch = patchFor(one, current.audience, isAllHidden, world, time);
  if (one.kind === 'retract' && (!one.isHidden || isAllHidden)) {
    await world.call(`DELETE /v1/descriptors/${id}`, { token });
  } else if (patch) {
    const { version } = current;
    await world.call(`PATCH /v1/descriptors/${id}`, { token, body: { version, ...patch } });
  }
}

type Choice = { community?: true; groups?: string[]; members?: string[] };

function patchFor(
  one: Act,
  current: Choice,
  isAllHidden: boolean,
  { hiddenGroup, openGroup, hidden }: World,
  time: { micros: number },
): object | undefined {
  const groups = current.groups ?? [];
  if (one.kind === 'widen' || one.kind === 'narrow') {
    const id = one.isHidden ? hiddenGroup.id : openGroup.id;
    const others = groups.filter((group) => group !== id);
    const audience = { ...current, groups: one.kind === 'widen' ? [...others, id] : others };
    const isEmpty = !audience.community && !audience.groups.length && !audience.members?.length;
    return isEmpty ? { audience: { members: [hidden.id] } } : { audience };
  }
  if (one.isHidden && !isAllHidden) return undefined;
  return one.kind === 'patch' || one.kind === 'expire' ? opinion(one, time) : undefined;
}

/** A hidden act may change the words of a descriptor only where the observer can't read them. */
function isOnlyHidden(choice: Choice | undefined, { hiddenGroup, hidden, seen }: World): boolean {
  const unseen = [hiddenGroup.id, hidden.id, seen.id];
  if (!choice) return true;
  return (
    !choice.community &&
    [...(choice.groups ?? []), ...(choice.members ?? [])].every((id) => unseen.includes(id))
  );
}

function audience({ isHidden, tag }: Act, world: World): Choice {
  if (isHidden)
    return tag % 2 ? { groups: [world.hiddenGroup.id] } : { members: [world.hidden.id] };
  const choices: Choice[] = [
    { community: true },
    { groups: [world.openGroup.id] },
    { members: [world.observer.id] },
    { community: true, groups: [world.openGroup.id] },
  ];
  return choices[tag] ?? { community: true };
}

function opinion({ status, tag, kind }: Act, time: { micros: number }) {
  const expiresAt = new Date(time.micros / 1000 + 90_000).toISOString();
  return {
    status: statuses[status],
    tags: [`tag${tag}`, 'all'],
    ...(kind === 'expire' ? { expiresAt } : {}),
  };
}

const makeId = idMaker(deriveKeys(rootSecret).ids);
const types = ['DOMAIN', 'DOMAIN', 'IP_ADDRESS', 'URI', 'HASH_MD5'];

function indicatorId(value: number): string {
  return makeId('indicator', types[value] ?? '', values[value] ?? '').id;
}

function descriptorId(owner: string, value: number): string {
  return makeId('descriptor', owner, indicatorId(value)).id;
}

/** Three looks after each act, over every route that there is for a member. */
function looksAfter({ look, value, owner }: Act, world: World): string[] {
  const id = descriptorId(world[owner].id, value);
  const looks = [
    'GET /v1/feeds',
    'GET /v1/feeds/community',
    `GET /v1/feeds/group:${world.openGroup.id}?limit=2`,
    `GET /v1/feeds/group:${world.hiddenGroup.id}`,
    `GET /v1/feeds/member:${world.observer.id}`,
    `GET /v1/feeds/member:${world.hidden.id}`,
    `GET /v1/indicators?value=${encodeURIComponent(values[value] ?? '')}`,
    `GET /v1/indicators/${indicatorId(value)}`,
    `GET /v1/descriptors/${id}`,
    `DELETE /v1/descriptors/${id}`,
    `PATCH /v1/descriptors/${id}`,
    'POST /v1/lookups',
    'POST /v1/lookups?expand',
    `POST /v1/descriptors?${value}`,
    `POST /v1/descriptors/batch?${value}`,
    `POST /v1/descriptors?shut${value}`,
    'GET /v1/me',
    'GET /v1/members',
    'GET /nowhere',
    'GET /v1/feeds/community?after=17',
  ];
  return [0, 7, 13].map((step) => looks[(look + step) % looks.length] ?? '');
}

async function look(line: string, world: World) {
  const { token } = world.observer;
  const [target = '', mark = ''] = line.startsWith('POST') ? line.split('?') : [line];
  const body = bodyFor(target, mark, world);
  const { status, headers, text } = await world.call(target, { token, ...(body ? { body } : {}) });
  return { status, headers, text };
}

function bodyFor(target: string, mark: string, { hiddenGroup, openGroup }: World) {
  if (target.startsWith('PATCH')) return { version: 1, status: 'UNKNOWN' };
  if (target === 'POST /v1/lookups') return { values, expand: mark === 'expand' };
  const value = values[Number(mark.replace('shut', ''))];
  const groups = mark.startsWith('shut') ? [hiddenGroup.id] : [openGroup.id];
  const descriptor = { value, status: 'SUSPICIOUS', audience: { groups } };
  if (target === 'POST /v1/descriptors') return descriptor;
  return target.endsWith('/batch') ? { descriptors: [descriptor, { value }] } : undefined;
}
