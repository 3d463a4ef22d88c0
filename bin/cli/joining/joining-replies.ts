import { z } from 'zod';

/** What the command line reads of the answers; loose, as an exchange that is newer may say more. */
const check = z.looseObject({
  name: z.string(),
  result: z.string(),
  reason: z.string(),
  wayOn: z.string().nullable(),
});

const said = z.looseObject({
  at: z.string(),
  from: z.string(),
  what: z.string(),
  text: z.string(),
});

export const statusReply = z.looseObject({
  id: z.string(),
  state: z.string(),
  organisation: z.string(),
  domain: z.string(),
  checks: z.array(check),
  challenge: z.looseObject({ name: z.string(), type: z.string(), value: z.string() }),
  said: z.array(said),
  next: z.looseObject({ action: z.string(), by: z.string().nullable() }),
});

export const appliedReply = statusReply.extend({ statusPage: z.string().optional() });

export const claimReply = z.looseObject({ memberId: z.string(), token: z.string() });

export const applicationReply = z.looseObject({
  id: z.string(),
  state: z.string(),
  organisation: z.string(),
  organisationClass: z.string(),
  sector: z.string(),
  country: z.string(),
  domain: z.string(),
  contact: z.string(),
  purpose: z.string(),
  checks: z.array(check),
  said: z.array(said),
  version: z.int(),
  memberId: z.string().optional(),
});

export const applicationsReply = z.looseObject({
  applications: z.array(applicationReply),
  next: z.string().nullable(),
});

export const agreementReply = z.looseObject({ version: z.int(), text: z.string() });

export const standingReply = z.looseObject({
  current: z.looseObject({ version: z.int() }),
  accepted: z
    .looseObject({ version: z.int(), acceptedAt: z.string(), acceptedBy: z.string() })
    .nullable(),
  isDue: z.boolean(),
  refusedFrom: z.string().nullable(),
});

export const meReply = z.looseObject({ agreement: standingReply });

export const policyReply = z.looseObject({ version: z.int(), reason: z.string() });

export type ApplicationStatus = z.output<typeof statusReply>;
export type Application = z.output<typeof applicationReply>;
export type Check = z.output<typeof check>;
export type AgreementStanding = z.output<typeof standingReply>;
