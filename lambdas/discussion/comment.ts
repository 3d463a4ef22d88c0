import type { z } from 'zod';
import type { commentBody, patchCommentBody } from '../contracts/comments.contract';
import { addressFor } from '../core/address';
import { requireAgreed } from '../core/agreement-due';
import { type Audience, memberAudience } from '../core/audience';
import { byOf } from '../core/by';
import { fingerprintOf, newId, repeatOf } from '../core/new-object';
import { DomainError, notFound } from '../core/problem';
import { type Comment, remarkLimits } from '../core/remark';
import { isOwnWrite, moveOn } from '../core/revise';
import { examineText } from '../core/screen/examine';
import { screenWarnings } from '../core/screen/warnings';
import { isoTime } from '../core/time';
import { withWarnings } from '../core/warning';
import { findComment } from './read-comment';
import {
  type Made,
  made,
  newRemark,
  type RemarkDeps,
  readOwn,
  type Speaker,
  stale,
} from './remark-writes';
import { narrowed, sayTo } from './say-to';
import { audienceAround, type Subject, seeSubject } from './see-subject';
import type { ReadRemarksDeps } from './seen-remarks';

export type CommentDeps = RemarkDeps & ReadRemarksDeps;

/** Says something about an indicator. A repeat under the same Idempotency-Key is answered with the same comment. */
export async function postComment(
  indicatorId: string,
  body: z.output<typeof commentBody>,
  speaker: Speaker,
  deps: CommentDeps,
): Promise<Made> {
  const { caller, idempotency } = speaker;
  const id = newId('comment', caller, idempotency, deps);
  if (idempotency) {
    const done = await deps.exchange.readObject({ owner: caller.member.id, id });
    if (done?.kind === 'comment') return firstOf(repeatOf(done, idempotency));
  }
  const subject = await seeSubject(indicatorId, caller, deps);
  const around = await aroundReply(subject, body.replyTo, speaker, deps);
  const audiences = await sayTo(body, around, caller, addressFor(caller, deps));
  const examined = examineText(body, subject, caller.governance.policy);
  if (examined.refusal) throw examined.refusal;
  const { text, override } = examined;
  const comment: Comment = {
    kind: 'comment',
    ...{ id, mac: id, ...newRemark(subject, audiences, caller, deps.now()) },
    ...{ text, replyTo: body.replyTo ?? null, earlier: [], ...fingerprintOf(idempotency) },
    ...(override ? { override } : {}),
  };
  const standing = await deps.exchange.add(comment);
  if (!standing || isOwnWrite(standing, comment))
    return withWarnings(made(201, comment), screenWarnings(examined));
  return firstOf(repeatOf(standing, idempotency));
}

/** As it was answered first, whatever became of it since. */
function firstOf({ id, indicatorId, createdAt }: Comment): Made {
  return made(201, { id, indicatorId, version: createdAt });
}

/** An answer goes to those who see what it answers, and to whoever said that. */
async function aroundReply(
  subject: Subject,
  replyTo: string | undefined,
  { caller }: Speaker,
  deps: CommentDeps,
): Promise<Set<Audience>> {
  const around = audienceAround(subject);
  if (replyTo === undefined) return around;
  const answered = await findComment(replyTo, caller, deps);
  if (answered?.indicatorId !== subject.indicatorId) {
    const detail = 'There is no such comment on this indicator that you can see.';
    throw new DomainError('object.not_found', detail, { pointer: '/replyTo' });
  }
  const { seenIn, owner, audience } = answered;
  const heard = new Set<string>([...seenIn, memberAudience(owner)]);
  return new Set([...around].filter((one) => audience !== undefined || heard.has(one)));
}

/** Edits the caller's comment or takes it from an audience; what it said before stays with it. */
export async function patchComment(
  id: string,
  patch: z.output<typeof patchCommentBody>,
  { caller, idempotency }: Speaker,
  deps: CommentDeps,
): Promise<Made> {
  const old = await readOwn('comment', id, caller, deps);
  if (idempotency && old.idempotency?.keyHash === idempotency.keyHash) {
    const { fingerprint, version } = old.idempotency;
    return made(200, { ...repeatOf({ ...old, fingerprint }, idempotency), version });
  }
  if (old.version !== patch.version) throw stale(old);
  const audiences = narrowed(patch.audience, old.audiences, old.owner);
  const asked = { text: patch.text ?? old.text, override: patch.override ?? old.override };
  const { type, value } = old;
  const indicator = { type, value, raw: value };
  const isSaid = patch.text !== undefined || patch.override !== undefined;
  if (isSaid) requireAgreed(caller, deps.now());
  const examined = isSaid ? examineText(asked, indicator, caller.governance.policy) : undefined;
  if (examined?.refusal) throw examined.refusal;
  const { text = old.text } = examined ?? {};
  if (text === old.text && audiences.length === old.audiences.length) return made(200, old);
  const override = examined && (examined.override ?? null);
  const step = { audiences, state: 'live' as const, by: byOf(caller), override };
  const now = deps.now();
  const moved = moveOn({ ...old, text, earlier: earlierOf(old, text, now) }, step, now);
  const next = idempotency
    ? { ...moved, idempotency: { ...idempotency, status: 200, version: moved.version } }
    : moved;
  const standing = await deps.exchange.replace(next, old.version);
  if (standing?.state === 'retracted') throw notFound();
  if (standing && !isOwnWrite(standing, next)) throw stale(standing);
  return withWarnings(made(200, next), examined ? screenWarnings(examined) : []);
}

function earlierOf({ earlier, text: said }: Comment, text: string, nowMicros: number) {
  if (text === said) return earlier;
  return [...earlier, { text: said, at: isoTime(nowMicros) }].slice(-remarkLimits.earlierTexts);
}
