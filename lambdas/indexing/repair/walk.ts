import { type Audience, groupAudience, memberAudience } from '../../core/audience';
import type { ExchangeObject } from '../../core/exchange-object';
import { ownerShards } from '../../store/exchange-store';
import { chunks } from '../../store/item';
import { checkAudience } from './check-audience';
import { checkLists } from './check-lists';
import { checkObjects, readableOnes } from './check-objects';
import { addFailed, addMissing } from './drift';
import type { RepairDeps, Scope } from './repair-deps';
import { isFeedEmpty, survey } from './survey';
import { isOver, type WalkState } from './walk-state';

const shardsAtOnce = 8;
const objectsAtOnce = 100;

/** Who takes part: read anew by each slice, in the order that a walk goes. */
export interface Directory {
  readonly members: readonly string[];
  readonly audiences: readonly Audience[];
}

export async function readDirectory({ directory, groups }: RepairDeps): Promise<Directory> {
  const [members, groupIds] = await Promise.all([directory.listMemberIds(), groups.listGroupIds()]);
  const audiences = [
    'community' as const,
    ...groupIds.map(groupAudience),
    ...members.map(memberAudience),
  ];
  return { members: members.sort(), audiences: audiences.sort() };
}

/** One step further: the audiences' beginning, some partitions of an owner, or one audience. Seconds, not minutes. */
export async function stepOn(walk: WalkState, all: Directory, deps: RepairDeps): Promise<void> {
  const scope = scopeOf(walk);
  const mine = all.audiences.filter((audience) => scope.has(audience));
  if (walk.step === 'begin') await begin(walk, all, mine, deps);
  else if (walk.step === 'objects') await stepObjects(walk, all, scope, deps);
  else await stepAudiences(walk, mine, scope, deps);
  if (walk.drift.missing.length > 0 && !isOver(walk)) walk.step = 'refused';
}

function scopeOf({ job, audiences, dropsOrphans, isFeedEmpty }: WalkState): Scope {
  const chosen = audiences && new Set(audiences);
  return {
    mends: job !== 'check',
    isRebuild: job === 'rebuild-index',
    dropsOrphans,
    isFeedEmpty,
    has: (audience) => chosen?.has(audience) ?? true,
  };
}

async function begin(
  walk: WalkState,
  { members, audiences }: Directory,
  mine: readonly Audience[],
  deps: RepairDeps,
): Promise<void> {
  walk.isFeedEmpty = await isFeedEmpty(audiences, deps);
  if (walk.job === 'rebuild-index') await beginEpochs(walk, members, mine, deps);
  else
    for (const what of await survey(members, audiences, walk.dropsOrphans, deps))
      addMissing(walk.drift, what);
  walk.step = 'objects';
}

async function beginEpochs(
  walk: WalkState,
  members: readonly string[],
  mine: readonly Audience[],
  deps: RepairDeps,
): Promise<void> {
  if (members.length === 0)
    addMissing(walk.drift, 'Directory: there is no member in it; restore it');
  for (const name of walk.audiences ?? []) {
    if (!mine.some((audience) => audience === name)) {
      addMissing(walk.drift, `Directory: the audience ${name}`);
    }
  }
  if (walk.drift.missing.length > 0) return;
  for (const audience of mine) {
    while (!(await deps.repairs.beginEpoch(audience, deps.now()))) await deps.pause(1);
  }
}

async function stepObjects(
  walk: WalkState,
  { members, audiences }: Directory,
  scope: Scope,
  deps: RepairDeps,
): Promise<void> {
  const at = members.findIndex((member) => member >= walk.owner);
  const owner = members[at];
  if (owner === undefined) {
    walk.step = 'audiences';
    return;
  }
  if (owner !== walk.owner) Object.assign(walk, { owner, shard: 0 });
  walk.progress = { done: at * ownerShards + walk.shard, of: members.length * ownerShards };
  const shards = Array.from({ length: shardsAtOnce }, (_, n) => walk.shard + n);
  const read = await Promise.all(shards.map((shard) => deps.exchange.readShard(owner, shard)));
  const found = read.flatMap((some) => readableOnes(some, walk.drift, deps.reasonOf));
  await requireGroups(walk, found, new Set(audiences), deps);
  for (const some of chunks(found, objectsAtOnce))
    await checkObjects(some, scope, walk.drift, deps);
  walk.objectsSeen += found.length;
  walk.shard += shardsAtOnce;
  // A sign before every digit: the next owner in order.
  if (walk.shard >= ownerShards) Object.assign(walk, { owner: `${owner}!`, shard: 0 });
}

/** A group that nobody knows would have its audience walked by nobody. */
async function requireGroups(
  walk: WalkState,
  found: readonly ExchangeObject[],
  known: ReadonlySet<Audience>,
  { groups }: RepairDeps,
): Promise<void> {
  const named = new Set(found.flatMap(({ audiences }) => audiences));
  for (const audience of named) {
    if (known.has(audience) || !audience.startsWith('group:')) continue;
    // The list may lag behind; the group's own row does not.
    if (await groups.readGroup(audience.slice('group:'.length))) continue;
    const unknown = `Directory: ${audience}, with which descriptors are shared; restore it`;
    // Halfway through a rebuild there is no way back: it goes on, and says so.
    if (walk.job === 'rebuild-index') addFailed(walk.drift, audience, unknown);
    else addMissing(walk.drift, unknown);
  }
}

async function stepAudiences(
  walk: WalkState,
  mine: readonly Audience[],
  scope: Scope,
  deps: RepairDeps,
): Promise<void> {
  const at = mine.findIndex((audience) => audience > walk.audience);
  const audience = mine[at];
  if (audience === undefined) {
    Object.assign(walk, { step: 'done', progress: { done: mine.length, of: mine.length } });
    return;
  }
  walk.progress = { done: at, of: mine.length };
  await checkAudience(audience, scope, walk.drift, deps);
  await checkLists(audience, scope, walk.drift, deps);
  // All of its objects have been looked at, and what their lists lacked was put there.
  if (scope.mends && walk.drift.failed.length === 0) await deps.repairs.list(audience, deps.now());
  walk.audience = audience;
  walk.audiencesSeen += 1;
}
