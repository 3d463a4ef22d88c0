import { z } from 'zod';
import { by } from './by';
import { idempotencyMark } from './idempotency';
import { organisationClasses } from './member';
import { sectors } from './sector';
import { microsPerDay } from './time';

/**
 * `proving` until the domain is proved, `reviewing` until the operator decides, `asked` until the applicant answers;
 * `approved` until the first credential is fetched. The policy refuses, the operator declines.
 */
export const applicationStates = [
  'proving',
  'reviewing',
  'asked',
  'approved',
  'claimed',
  'declined',
  'refused',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

export const checkNames = ['eligibility', 'contact', 'domain_proof', 'duplicate'] as const;
export type CheckName = (typeof checkNames)[number];

export const check = z.strictObject({
  name: z.enum(checkNames),
  result: z.enum(['passed', 'failed', 'pending']),
  reason: z.string(),
  /** What mends it; null where nothing has to be. */
  wayOn: z.string().nullable(),
  /** ISO time. */
  at: z.string(),
});
export type Check = Readonly<z.output<typeof check>>;

export const decisionKinds = ['approve', 'decline', 'ask', 'renew'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const override = z.strictObject({ check: z.enum(checkNames), reason: z.string() });

/** What was said by the operator and the applicant, in order. */
const said = z.object({
  at: z.string(),
  from: z.enum(['operator', 'applicant']),
  what: z.enum([...decisionKinds, 'answer']),
  text: z.string(),
  overrides: z.array(override).exactOptional(),
  by: by.exactOptional(),
});
export type Said = z.output<typeof said>;

/** What an organisation says of itself. */
export const applicant = z.object({
  organisation: z.string(),
  sector: z.enum(sectors),
  organisationClass: z.enum(organisationClasses).exclude(['operator']),
  country: z.string(),
  contact: z.string(),
  domain: z.string(),
  purpose: z.string(),
});
export type Applicant = Readonly<z.output<typeof applicant>>;

/** An application as it is kept. Times without a zone are in microseconds. */
export const application = applicant.extend({
  id: z.string(),
  /** Of the secret in the address of its status page. */
  keyHash: z.string(),
  /** What the TXT record is to say. */
  challenge: z.string(),
  agreement: z.object({
    version: z.number(),
    sha256: z.string(),
    acceptedAt: z.string(),
    acceptedBy: z.string(),
  }),
  /** Under which the checks were made. */
  policyVersion: z.number(),
  checks: z.array(check),
  state: z.enum(applicationStates),
  said: z.array(said),
  createdAt: z.number(),
  decisionDueAt: z.number().exactOptional(),
  memberId: z.string().exactOptional(),
  claimUntil: z.number().exactOptional(),
  version: z.number(),
  by: by.exactOptional(),
  fingerprint: z.string().exactOptional(),
  idempotency: idempotencyMark.exactOptional(),
});
export type Application = z.output<typeof application>;

const [proofDays, claimDays] = [30, 14];

export function proofUntil({ createdAt }: Pick<Application, 'createdAt'>): number {
  return createdAt + proofDays * microsPerDay;
}

export function claimUntil(nowMicros: number): number {
  return nowMicros + claimDays * microsPerDay;
}

/** Its time to prove the domain is over. */
export function isLapsed(one: Application, nowMicros: number): boolean {
  return one.state === 'proving' && nowMicros >= proofUntil(one);
}

/** The checks with some of them made anew. */
export function rechecked(checks: readonly Check[], anew: readonly Check[]): Check[] {
  return checks.map((old) => anew.find(({ name }) => name === old.name) ?? old);
}

export function hasPassed(checks: readonly Check[], name: CheckName): boolean {
  return checks.some((one) => one.name === name && one.result === 'passed');
}
