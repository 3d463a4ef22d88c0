import { type Audience, memberAudience } from './audience';
import type { By } from './by';
import { type Descriptor, isExpired, limits, type Opinion } from './descriptor';
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
export function revise(
  { by: _, override: before, ...old }: Descriptor,
  revision: Revision,
  nowMicros: number,
): Descriptor {
  const version = nextVersion(old.version, nowMicros);
  const override = revision.override === undefined ? before : revision.override;
  return {
    ...old,
    opinion: revision.opinion,
    taggedAt: tagTimes(revision.opinion.tags, old, nowMicros),
    audiences: revision.audiences,
    was: audiencesLeft(old, revision.audiences, version, nowMicros),
    state: revision.state,
    version,
    ...(revision.by ? { by: revision.by } : {}),
    ...(override ? { override } : {}),
  };
}

/** The descriptor taken back from every audience; what it said is not kept. */
export function retract(old: Descriptor, nowMicros: number, by?: By): Descriptor {
  const opinion = opinionOf({ status: 'UNKNOWN' });
  const { audiences } = old;
  return revise(old, { opinion, audiences, state: 'retracted', by, override: null }, nowMicros);
}

/** What to call a revised opinion: an expiry in the past ends it at once. */
export function stateFor(opinion: Opinion, nowMicros: number): 'live' | 'expired' {
  return isExpired(opinion.expiresAt, nowMicros) ? 'expired' : 'live';
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
export function isOwnWrite(standing: Descriptor, written: Descriptor): boolean {
  return standing.version === written.version && isSameRevision(standing, written);
}

/** Tags that were there keep their time. */
function tagTimes(tags: readonly string[], old: Descriptor, nowMicros: number): number[] {
  return tags.map((tag) => old.taggedAt[old.opinion.tags.indexOf(tag)] ?? nowMicros);
}

function audiencesLeft(
  old: Descriptor,
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
      `This descriptor has left ${limits.audiencesLeft} audiences in 90 days; it can't leave more for now.`,
      { pointer: '/audience' },
    );
  }
  return was;
}

/** The owner's own audience is always among a descriptor's: naming it, or nothing, stands for "only me". */
export function withoutOwn(audiences: readonly Audience[], owner: string): Audience[] {
  return audiences.filter((audience) => audience !== memberAudience(owner));
}
