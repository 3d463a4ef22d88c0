import { z } from 'zod';
import { applicationStates, check, decisionKinds } from '../core/application';
import { country } from '../core/country';
import { organisationClasses, roles, scopes } from '../core/member';
import { sectors } from '../core/sector';
import { id, text, time } from './fields';
import { defineRoute } from './route';

const shownStates = [...applicationStates, 'lapsed'] as const;
const checkView = check.extend({ at: time }).meta({ id: 'ApplicationCheck' });

const applicantSays = {
  organisation: text(200, 1),
  sector: z.enum(sectors),
  organisationClass: z.enum(organisationClasses).exclude(['operator']),
  country,
  contact: z.email().max(254).meta({ description: 'An address within the domain' }),
  domain: text(254, 1).meta({ description: 'The domain that you registered' }),
  purpose: text(2000, 1),
};

const statusView = z.strictObject({
  id,
  state: z.enum(shownStates),
  organisation: z.string(),
  domain: z.string(),
  checks: z.array(checkView),
  challenge: z
    .strictObject({ name: z.string(), type: z.string(), value: z.string() })
    .meta({ description: 'The DNS record that proves the domain' }),
  agreement: z.strictObject({ version: z.int(), acceptedAt: time }),
  said: z.array(
    z.strictObject({
      at: time,
      from: z.enum(['operator', 'applicant']),
      what: z.enum([...decisionKinds, 'answer']),
      text: z.string(),
    }),
  ),
  next: z
    .strictObject({ action: z.string(), by: time.nullable() })
    .meta({ description: 'What to do next, and until or from when' }),
  createdAt: time,
});

const status = statusView.meta({ id: 'ApplicationStatus' });

const open = { function: 'join' } as const;
// A key that is none opens nothing, as one of nobody does: 404, whatever its form.
const byKey = z.strictObject({ key: z.string() });
const statusPath = '/v1/applications/status/{key}';

export const applyRoute = defineRoute({
  ...open,
  operationId: 'apply',
  method: 'POST',
  path: '/v1/applications',
  summary: 'Apply to become a member',
  body: z
    .strictObject({
      ...applicantSays,
      agreement: z
        .strictObject({ version: z.int().min(1) })
        .meta({ description: 'The version of GET /v1/agreement that the organisation accepts' }),
    })
    .meta({ id: 'Apply' }),
  replies: {
    200: status,
    201: statusView
      .extend({
        statusPage: z
          .string()
          .meta({ description: 'Whoever knows this path is the applicant; shown this once' }),
      })
      .meta({ id: 'Applied' }),
  },
  isRead: false,
});

export const readStatusRoute = defineRoute({
  ...open,
  operationId: 'readApplicationStatus',
  method: 'GET',
  path: statusPath,
  summary: 'How an application stands, and what to do next',
  params: byKey,
  replies: { 200: status },
  isRead: true,
});

export const proveDomainRoute = defineRoute({
  ...open,
  operationId: 'proveDomain',
  method: 'POST',
  path: `${statusPath}/proof`,
  summary: 'Look for the TXT record now',
  params: byKey,
  replies: { 200: status },
  isRead: false,
});

export const answerOperatorRoute = defineRoute({
  ...open,
  operationId: 'answerOperator',
  method: 'POST',
  path: `${statusPath}/answers`,
  summary: 'Answer what the operator asks',
  params: byKey,
  body: z.strictObject({ text: text(2000, 1) }).meta({ id: 'Answer' }),
  replies: { 200: status },
  isRead: false,
});

export const claimCredentialRoute = defineRoute({
  ...open,
  operationId: 'claimCredential',
  method: 'POST',
  path: `${statusPath}/claim`,
  summary: 'Fetch the first credential of a member that was admitted; its token is shown this once',
  params: byKey,
  replies: {
    201: z
      .strictObject({
        id,
        memberId: id,
        role: z.enum(roles),
        scopes: z.array(z.enum(scopes)),
        createdAt: time,
        token: z.string(),
      })
      .meta({ id: 'FirstCredential' }),
  },
  isRead: false,
});
