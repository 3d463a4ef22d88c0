import type { z } from 'zod';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { defaultPolicy, type Policy, type wholePolicy } from '../core/policy';
import { DomainError, notFound } from '../core/problem';
import { type Clock, nextVersion } from '../core/time';
import type { GovernanceStore } from '../store/governance-store';

export interface PolicyDeps {
  readonly governance: GovernanceStore;
  readonly now: Clock;
}

/** The policy in force as it is stored now, or one that was. */
export async function readPolicy(
  version: number | undefined,
  { governance }: Pick<PolicyDeps, 'governance'>,
): Promise<Policy> {
  if (version === defaultPolicy.version) return defaultPolicy;
  const known = await governance.readDecision(version);
  if (known) return known.document;
  if (version === undefined) return defaultPolicy;
  throw notFound();
}

export type PolicyDecision = z.output<typeof wholePolicy> & Pick<Policy, 'version' | 'reason'>;

/** Decides the whole policy anew. It is felt everywhere within 20 s. */
export async function putPolicy(
  decision: PolicyDecision,
  operator: Caller,
  idempotency: Idempotency | undefined,
  { governance, now }: PolicyDeps,
): Promise<Policy> {
  const decidedAt = now();
  const document = { ...decision, version: nextVersion(decision.version, decidedAt) };
  const decided = {
    document,
    decidedAt,
    by: byOf(operator),
    ...(idempotency ? { idempotency } : {}),
  };
  if (await governance.decidePolicy(decided, decision.version)) return document;
  const standing = await governance.readDecision();
  if (standing && isRepeat(standing.idempotency, idempotency)) return standing.document;
  throw new DomainError(
    'policy.version_stale',
    'The policy was decided anew since that version: read it and decide on what it says now.',
    { pointer: '/version', extra: { currentVersion: standing?.document.version ?? 0 } },
  );
}
