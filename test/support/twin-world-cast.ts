import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appendEvents } from '../../lambdas/audit/append-events';
import { type Audience, groupAudience, memberAudience } from '../../lambdas/core/audience';
import { idMaker } from '../../lambdas/core/id';
import { deriveKeys } from '../../lambdas/core/keys';
import type { AudiencesOf } from '../../lambdas/core/visibility';
import { type AuditStore, auditStore } from '../../lambdas/store/audit-store';
import { type Flag, screeningStore } from '../../lambdas/store/screening-store';
import type { TableName } from '../../lib/tables';
import { addGroup, addMember, startOfTime, type TestMember } from './community';
import { type Exchange, inProcessExchange, rootSecret } from './exchange';
import { Pool } from './twin-world-pool';
import { values } from './twin-world-samples';
import { beginToWatch, receiversOutside, tellingOn } from './twin-world-webhooks';

/** What is drawn of a world before anything happens in it. */
export interface Setting {
  /** A government is not in the community. */
  readonly observerClass: 'company' | 'government';
  /** How many groups the observer is in. */
  readonly groups: number;
  /** Members enough to make summaries too long to list everybody. */
  readonly isCrowded: boolean;
}

export interface WorldOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly withHidden: boolean;
  /** A visibility function that is bent: the test must see it. */
  readonly audiencesOf?: (hidden: readonly Audience[]) => AudiencesOf;
  /** Told of a world, and of what is hidden in it, before anything happens there. */
  readonly onMade?: (world: World, secrets: Pool) => void;
}

export interface World extends Exchange {
  readonly setting: Setting;
  readonly operator: TestMember;
  readonly observer: TestMember;
  /** Shares groups with the observer, and a hidden one with others. */
  readonly seen: TestMember;
  /** Of no audience of the observer's; it may still address the observer. */
  readonly hidden: TestMember;
  /** Never says anything to the observer: whatever becomes of it is nobody's business. */
  readonly shadow: TestMember;
  readonly crowd: readonly TestMember[];
  /** The observer's groups; the first two have `seen` in them too, which owns the second and hides its roster. */
  readonly groups: readonly string[];
  /** Never the observer's, and one that was. */
  readonly hiddenGroups: readonly [string, string];
  /** The watch and the endpoints of the observer. */
  readonly watching: Awaited<ReturnType<typeof beginToWatch>>;
  readonly time: { micros: number };
  /** Tells members what came into the feeds since the last time, by their webhooks. */
  tell(): Promise<void>;
  /** What came to the observer's receivers since this was asked last. */
  received(): string[];
  /** What was read since the last time comes into the audit, as its queue would bring it. */
  record(): Promise<void>;
  /** As a walk by the rules of now would have found it. */
  flag(owner: string, flag: Flag): Promise<void>;
  /** Begins the random numbers of a step: what is drawn in it depends on nothing that was drawn before. */
  step(at: number): void;
}

export type Actor = 'seen' | 'hidden' | 'shadow';

const crowdSize = 17;

export async function makeWorld(setting: Setting, options: WorldOptions): Promise<World> {
  const time = { micros: startOfTime };
  const drawn = { count: 0 };
  const hiddenAudiences: Audience[] = [];
  const { client, tables, audiencesOf } = options;
  const receivers = receiversOutside();
  const sight: AudiencesOf | undefined =
    audiencesOf && ((member, policy) => audiencesOf(hiddenAudiences)(member, policy));
  const parts = {
    ...{ client, tables, now: () => time.micros, random: numbersFrom(drawn) },
    ...(sight ? { audiencesOf: sight } : {}),
  };
  const exchange = inProcessExchange({ ...parts, outgoing: receivers.call });
  const tell = tellingOn(exchange, parts);
  const first = await exchange.bootstrap();
  if (first.status !== 'created') throw new Error('these tables are in use already');
  const operator = { id: first.operatorId, token: first.token };
  const cast = await admitCast(setting, exchange, operator.token);
  const formed = await formGroups(setting, cast, exchange, operator.token);
  hiddenAudiences.push(...formed.hiddenGroups.map(groupAudience), memberAudience(cast.hidden.id));
  const watching = await beginToWatch(exchange, cast.observer);
  const step = (at: number) => {
    drawn.count = (at + 1) * 10_000;
  };
  const { putFlag: flag } = screeningStore(client, tables.audienceIndex);
  const record = recorder(exchange, auditStore(client, tables.audit));
  const did = { time, record, flag, step, tell, received: receivers.take };
  return { ...exchange, operator, ...cast, ...formed, ...did, watching, setting };
}

function recorder({ told }: Exchange, audit: AuditStore) {
  let recorded = 0;
  return async () => {
    const events = told.slice(recorded);
    recorded = told.length;
    await appendEvents(events, { audit, pause: async () => undefined });
  };
}

function numbersFrom(drawn: { count: number }) {
  return (bytes: number) => {
    drawn.count += 1;
    const block = Buffer.alloc(bytes);
    // Odd, so that no two numbers are the same.
    const number = Math.imul(drawn.count, 2_654_435_761) >>> 0;
    block.writeUInt32BE(number, Math.max(0, bytes - 4));
    return block;
  };
}

async function admitCast({ observerClass, isCrowded }: Setting, exchange: Exchange, token: string) {
  const observer = await addMember(exchange, token, 'Observer', observerClass);
  const seen = await addMember(exchange, token, 'Seen');
  const hidden = await addMember(exchange, token, 'Hidden', 'government');
  const shadow = await addMember(exchange, token, 'Shadow', 'government');
  const crowd: TestMember[] = [];
  for (let n = 0; isCrowded && n < crowdSize; n++) {
    crowd.push(await addMember(exchange, token, `Crowd ${n}`));
  }
  return { observer, seen, hidden, shadow, crowd };
}

async function formGroups(
  setting: Setting,
  { observer, seen, hidden, crowd }: Awaited<ReturnType<typeof admitCast>>,
  exchange: Exchange,
  token: string,
) {
  const unseen = [seen, hidden, ...crowd].map(({ id }) => id);
  const shut = await addGroup(exchange, token, 'Shut', unseen);
  const left = await addGroup(exchange, token, 'Left', [observer.id, ...unseen]);
  const line = `PUT /v1/groups/${left.id}/members`;
  await exchange.call(line, { token, body: { members: unseen } });
  const groups: string[] = [];
  for (let n = 0; n < setting.groups; n++) {
    const members = n < 2 ? [observer.id, seen.id] : [observer.id];
    const owned = n === 1 ? await quietGroup(exchange, seen) : undefined;
    const { id } = owned ?? (await addGroup(exchange, token, `Open ${n}`, members));
    groups.push(id);
    if (owned) {
      await exchange.call(`PUT /v1/groups/${id}/members`, { token, body: { members } });
    }
  }
  return { groups, hiddenGroups: [shut.id, left.id] as const };
}

/** Who is in it is told to its owner alone. */
async function quietGroup(exchange: Exchange, { token }: TestMember): Promise<{ id: string }> {
  const body = { name: 'Quiet', membersCanSee: false };
  return (await exchange.call('POST /v1/groups', { token, body })).body;
}

/** What hidden members go about with: nothing that anybody else is concerned with. */
export function secretPool({ seen, hidden, shadow }: World): Pool {
  const pool = new Pool();
  for (const { id } of [seen, hidden, shadow]) pool.add('members', id, 'hidden');
  return pool;
}

/** What the observer could name from the start, and what it could only guess. */
export function poolOf(world: World): Pool {
  const pool = new Pool();
  const { observer, seen, hidden, shadow, hiddenGroups, groups } = world;
  pool.add('members', shadow.id, 'hidden');
  pool.secret.add(shadow.id);
  for (const { id } of [observer, seen]) pool.add('members', id, 'visible');
  for (const id of groups) pool.add('groups', id, 'visible');
  pool.add('watches', world.watching.watchId, 'visible');
  for (const id of world.watching.endpoints) pool.add('endpoints', id, 'visible');
  pool.add('members', hidden.id, 'hidden');
  for (const id of hiddenGroups) pool.add('groups', id, 'hidden');
  for (const [at] of values.entries()) {
    pool.add('indicators', indicatorId(at), 'visible');
    pool.add('indicators', indicatorId(at), 'hidden');
    pool.add('descriptors', descriptorId(observer.id, at), 'visible');
    pool.add('descriptors', descriptorId(seen.id, at), 'visible');
    pool.add('descriptors', descriptorId(hidden.id, at), 'hidden');
  }
  return pool;
}

const makeId = idMaker(deriveKeys(rootSecret).ids);
const types = ['DOMAIN', 'DOMAIN', 'IP_ADDRESS', 'URI', 'HASH_MD5'];

function indicatorId(value: number): string {
  return makeId('indicator', types[value] ?? '', values[value] ?? '').id;
}

export function descriptorId(owner: string, value: number): string {
  return makeId('descriptor', owner, indicatorId(value)).id;
}
