import { type Audience, memberAudience } from './audience';
import type { By } from './by';
import { type Descriptor, isExpired, limits, type Opinion } from './descriptor';
import type { ExchangeObject } from './exchange-object';
import { opinionOf } from './opinion-fields';
import { DomainError } from './problem';
import type { Override } from './screen/override';
import { microsPerDay, nextVersion } from './time';

/** How long an audience that was left is remembered: longer than any stream or queue can replay. */
const wasKeptMicros = 90 * microsPerDay;

export interface Revision {
  readonly opinion: Opinion;
  readonly audiences: readonly Audience[];
  readonly state: Descriptor['state'];
  /** Nobody, where the exchange revises by itself. */
  readonly by?: By | undefined;
  /** `null` for none; left out, it stays as it was. */
  readonly override?: Override | null | undefined;
}

/** The descriptor after a revision: a new version, what it has left, and the times of its tags. */
export function revise(old: Descriptor, revision: Revision, nowMicros: number): Descriptor {
  const { opinion } = revision;
  const taggedAt = tagTimes(opinion.tags, old, nowMicros);
  return moveOn({ ...old, opinion, taggedAt }, revision, nowMicros);
}

/** What a new version of an object of any kind says of it, besides what is of its kind. */
export type Step<T extends ExchangeObject> = Pick<T, 'audiences' | 'state'> &
  Pick<Revision, 'by' | 'override'>;

/** An object of any kind with a new version, and what it has left. */
export function moveOn<T extends ExchangeObject>(
  { by: _, override: before, ...old }: T,
  step: Step<T>,
  nowMicros: number,
): T {
  const version = nextVersion(old.version, nowMicros);
  const override = step.override === undefined ? before : step.override;
  const next = {
    ...old,
    audiences: step.audiences,
    was: audiencesLeft(old, step.audiences, version, nowMicros),
    state: step.state,
    version,
    ...(step.by ? { by: step.by } : {}),
    ...(override ? { override } : {}),
  };
  // Of its kind is all that was spread; the compiler does not follow a rest of a type parameter.
  return next as unknown as T;
}

/** An object taken back from every audience; what it said is not kept. */
export function retract<T extends ExchangeObject>(old: T, nowMicros: number, by?: By): T {
  const step = { audiences: old.audiences, state: 'retracted' as const, by, override: null };
  return moveOn<ExchangeObject>(unsaid(old, nowMicros), step, nowMicros) as T;
}

function unsaid(old: ExchangeObject, nowMicros: number): ExchangeObject {
  if (old.kind === 'comment') return { ...old, text: '', earlier: [] };
  if (old.kind !== 'descriptor') return old;
  const opinion = opinionOf({ status: 'UNKNOWN' });
  return { ...old, opinion, taggedAt: tagTimes(opinion.tags, old, nowMicros) };
}

/**
 * What to call an opinion: an end in the past that it is given ends it at once. One that it had already is for the
 * expirer to tell: else who sees it end could tell that it was shared with somebody else just then.
 */
export function stateFor(
  opinion: Opinion,
  nowMicros: number,
  old?: Pick<Descriptor, 'state' | 'opinion'>,
): 'live' | 'expired' {
  const isGiven = old?.state !== 'live' || old.opinion.expiresAt !== opinion.expiresAt;
  return isGiven && isExpired(opinion.expiresAt, nowMicros) ? 'expired' : 'live';
}

export function isSameRevision(old: Descriptor, revision: Revision): boolean {
  return (
    old.state === revision.state &&
    (revision.override === undefined ||
      JSON.stringify(old.override ?? null) === JSON.stringify(revision.override)) &&
    JSON.stringify(old.audiences) === JSON.stringify(revision.audiences) &&
    JSON.stringify(old.opinion) === JSON.stringify(revision.opinion)
  );
}

/** A client may send a put again whose answer was lost: what then stands in the way is the write itself. */
export function isOwnWrite(standing: ExchangeObject, written: ExchangeObject): boolean {
  return standing.version === written.version && isSameObject(standing, written);
}

function isSameObject(standing: ExchangeObject, written: ExchangeObject): boolean {
  if (standing.kind === 'descriptor' && written.kind === 'descriptor')
    return isSameRevision(standing, written);
  return saidIn(standing) === saidIn(written);
}

/** Whatever the order in which its fields came. */
function saidIn({ was: _, ...object }: ExchangeObject): string {
  return JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Tags that were there keep their time. */
function tagTimes(tags: readonly string[], old: Descriptor, nowMicros: number): number[] {
  return tags.map((tag) => old.taggedAt[old.opinion.tags.indexOf(tag)] ?? nowMicros);
}

function audiencesLeft(
  old: Pick<ExchangeObject, 'audiences' | 'was'>,
  audiences: readonly Audience[],
  version: number,
  nowMicros: number,
): Record<string, number> {
  const left = [...old.audiences].filter((audience) => !audiences.includes(audience));
  const remembered = Object.entries(old.was).filter(
    ([audience, at]) => !audiences.some((a) => a === audience) && at > nowMicros - wasKeptMicros,
  );
  const was = Object.fromEntries([...remembered, ...left.map((audience) => [audience, version])]);
  if (Object.keys(was).length > limits.audiencesLeft) {
    throw new DomainError(
      'audience.too_many',
      `It has left ${limits.audiencesLeft} audiences in 90 days; it can't leave more for now.`,
      { pointer: '/audience' },
    );
  }
  return was;
}

/** The owner's own audience is always among a descriptor's: naming it, or nothing, stands for "only me". */
export function withoutOwn(audiences: readonly Audience[], owner: string): Audience[] {
  return audiences.filter((audience) => audience !== memberAudience(owner));
}
