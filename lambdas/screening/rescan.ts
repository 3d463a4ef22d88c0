import { type ExchangeObject, isDescriptor } from '../core/exchange-object';
import type { Governance } from '../core/governance';
import { type Examination, examineText, told } from '../core/screen/examine';
import type { Examine } from '../core/screen/examiner';
import { screenRevision } from '../core/screen/revision';
import { type Clock, microsPerDay, microsPerSecond } from '../core/time';
import type { DirectoryStore } from '../store/directory-store';
import { type ExchangeStore, ownerShards } from '../store/exchange-store';
import type { GovernanceStore } from '../store/governance-store';
import type { JobStore } from '../store/job-store';
import type { Flag, ScreeningStore } from '../store/screening-store';
import { beginRescan, type Rescan, type Rules, rescanJob } from './rescan-state';

export interface RescanDeps {
  readonly governance: Pick<GovernanceStore, 'read'>;
  readonly directory: Pick<DirectoryStore, 'listMemberIds'>;
  readonly exchange: Pick<ExchangeStore, 'readShard'>;
  readonly screening: Pick<ScreeningStore, 'putFlag' | 'removeOlder'>;
  readonly jobs: JobStore;
  readonly examine: Examine;
  readonly now: Clock;
  readonly onFailure: (id: string, error: unknown) => void;
}

const shardsAtOnce = 8;
/** A slice that was killed is taken over so long after its time. */
const graceSeconds = 60;
const secondsBetweenSaves = 5;
/** So often also by the rules that were: overrides that were given since are listed then. */
const restMicros = microsPerDay;

/**
 * One slice of a walk over all that was published, by the rules of now: what they would refuse or redact is flagged for
 * its owner and the operator. It retracts nothing. A walk begins when the rules have changed, or a day after the last.
 */
export async function rescan(seconds: number, deps: RescanDeps): Promise<'idle' | 'busy' | Rescan> {
  const inForce = await deps.governance.read();
  const rules = rulesOf(inForce);
  const began = deps.now();
  if (isRecent(stateIn(await deps.jobs.read(rescanJob)), rules, began)) return 'idle';
  const ends = began + seconds * microsPerSecond;
  const untilMicros = ends + graceSeconds * microsPerSecond;
  const taken = await deps.jobs.take(rescanJob, { nowMicros: began, untilMicros, force: false });
  if (!taken) return 'busy';
  const kept = stateIn(taken.state);
  const goesOn = kept && kept.endedAt === null && isSame(kept.rules, rules);
  const walk = goesOn ? kept : beginRescan(rules, began);
  return (await goOn(walk, taken.turn, ends, inForce, deps)) ? walk : 'busy';
}

function rulesOf({ policy, knownGoodVersion }: Governance): Rules {
  return { policy: policy.version, knownGood: knownGoodVersion, screen: screenRevision };
}

function stateIn(text: string | undefined): Rescan | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Rescan);
}

function isRecent(last: Rescan | undefined, rules: Rules, nowMicros: number): boolean {
  if (!last || last.endedAt === null || !isSame(last.rules, rules)) return false;
  return nowMicros - last.endedAt < restMicros;
}

function isSame(a: Rules, b: Rules): boolean {
  return a.policy === b.policy && a.knownGood === b.knownGood && a.screen === b.screen;
}

/** False when another slice has taken the walk over. */
async function goOn(
  walk: Rescan,
  turn: number,
  ends: number,
  inForce: Governance,
  deps: RescanDeps,
): Promise<boolean> {
  const owners = (await deps.directory.listMemberIds()).sort();
  const save = (isEnd: boolean) => deps.jobs.save(rescanJob, turn, JSON.stringify(walk), isEnd);
  let saved = deps.now();
  while (walk.endedAt === null) {
    await stepOn(walk, owners, inForce, deps);
    if (deps.now() >= ends) break;
    if (deps.now() - saved < secondsBetweenSaves * microsPerSecond) continue;
    if (!(await save(false))) return false;
    saved = deps.now();
  }
  return save(true);
}

/** Some partitions of one owner further. */
async function stepOn(
  walk: Rescan,
  owners: readonly string[],
  inForce: Governance,
  deps: RescanDeps,
): Promise<void> {
  const owner = owners.find((one) => one >= walk.owner);
  if (owner === undefined) {
    walk.endedAt = deps.now();
    return;
  }
  if (owner !== walk.owner) Object.assign(walk, { owner, shard: 0 });
  const shards = Array.from({ length: shardsAtOnce }, (_, n) => walk.shard + n);
  const read = await Promise.all(shards.map((shard) => deps.exchange.readShard(owner, shard)));
  for (const [id, parse] of read.flatMap((some) => [...some])) {
    walk.objects += 1;
    try {
      await look(parse(), walk, inForce, deps);
    } catch (error) {
      walk.failed += 1;
      deps.onFailure(id, error);
    }
  }
  walk.shard += shardsAtOnce;
  if (walk.shard < ownerShards) return;
  await deps.screening.removeOlder(owner, walk.startedAt);
  // A sign before every digit: the next owner in order.
  Object.assign(walk, { owner: `${owner}!`, shard: 0 });
}

async function look(
  object: ExchangeObject,
  walk: Rescan,
  inForce: Governance,
  deps: RescanDeps,
): Promise<void> {
  if (object.state === 'retracted') return;
  const flag = await flagOf(object, inForce, deps);
  if (!flag) return;
  await deps.screening.putFlag(object.owner, flag);
  const counts = walk.owners[object.owner] ?? { refused: 0, redacted: 0, overridden: 0 };
  walk.owners[object.owner] = { ...counts, [flag.verdict]: counts[flag.verdict] + 1 };
}

/** Only descriptors and comments hold words of their owner. */
async function flagOf(
  object: ExchangeObject,
  inForce: Governance,
  { examine, now }: RescanDeps,
): Promise<Flag | undefined> {
  const examined = await examinedOf(object, inForce, examine);
  if (!examined) return undefined;
  const { id, indicatorId, version, override } = object;
  const { findings, refusal, knownGood = [] } = examined;
  const verdict = refusal
    ? 'refused'
    : findings.some((one) => one.verdict === 'redact')
      ? 'redacted'
      : override && 'overridden';
  if (!verdict) return undefined;
  return {
    ...{ descriptorId: id, indicatorId, version, verdict },
    ...(object.kind === 'comment' ? { kind: object.kind } : {}),
    ...{ findings: told(findings).findings.slice(), knownGood: [...knownGood], scannedAt: now() },
    ...(override ? { override } : {}),
  };
}

type Examined = Pick<Examination, 'findings' | 'refusal'> & Partial<Pick<Examination, 'knownGood'>>;

async function examinedOf(
  object: ExchangeObject,
  inForce: Governance,
  examine: Examine,
): Promise<Examined | undefined> {
  const { type, value, override } = object;
  if (isDescriptor(object)) {
    const { opinion, raw } = object;
    return examine({ ...opinion, indicator: { type, value, raw }, override }, inForce);
  }
  if (object.kind !== 'comment') return undefined;
  const indicator = { type, value, raw: value };
  return examineText({ text: object.text, override }, indicator, inForce.policy);
}
