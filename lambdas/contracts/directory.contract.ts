import { z } from 'zod';
import { country } from '../core/country';
import { memberStates, organisationClasses, roles, scopes } from '../core/member';
import { disabledReasons } from '../core/notify/endpoint';
import { sectors } from '../core/sector';
import { acceptanceView, agreementStanding } from './agreement.contract';
import { audienceName, audiencesEpoch, id, micros, text } from './fields';
import { defineRoute } from './route';

const name = text(200, 1);
const memberView = z
  .strictObject({
    id,
    name,
    organisationClass: z.enum(organisationClasses),
    state: z.enum(memberStates),
    sector: z.enum(sectors).optional(),
    country: country.optional(),
    domain: z.string().optional(),
    agreed: acceptanceView.optional(),
  })
  .meta({ id: 'Member' });
const myGroup = z.strictObject({ id, name }).meta({ id: 'MyGroup' });

const operator = { function: 'directory' } as const;

const notice = z
  .strictObject({
    kind: z.literal('endpoint.disabled'),
    endpoint: id,
    reason: z.enum(disabledReasons).exclude(['owner']),
    at: micros,
  })
  .meta({
    id: 'Notice',
    description: 'What the exchange did to something of yours, until you have mended it',
  });

export const readMeRoute = defineRoute({
  operationId: 'readMe',
  method: 'GET',
  path: '/v1/me',
  function: 'directory',
  summary: 'Who you are here, and your audiences',
  replies: {
    200: z
      .strictObject({
        member: memberView,
        credentialId: id,
        role: z.enum(roles),
        scopes: z.array(z.enum(scopes)),
        groups: z.array(myGroup),
        audiences: z.array(audienceName),
        audiencesEpoch,
        agreement: agreementStanding,
        notices: z.array(notice),
      })
      .meta({ id: 'Me' }),
  },
  isRead: true,
});

export const createMemberRoute = defineRoute({
  ...operator,
  operationId: 'createMember',
  method: 'POST',
  path: '/v1/members',
  summary: 'Admit an organisation',
  body: z
    .strictObject({
      name,
      organisationClass: z.enum(organisationClasses).exclude(['operator']).default('company'),
    })
    .meta({ id: 'CreateMember' }),
  replies: { 200: memberView, 201: memberView },
  isRead: false,
});

export const listMembersRoute = defineRoute({
  ...operator,
  operationId: 'listMembers',
  method: 'GET',
  path: '/v1/members',
  summary:
    'All members or those in a state, a page at a time; a page may be short, next says if there is more',
  query: z.strictObject({ after: id.optional(), state: z.enum(memberStates).optional() }),
  replies: {
    200: z
      .strictObject({ members: z.array(memberView), next: id.nullable() })
      .meta({ id: 'Members' }),
  },
  isRead: true,
});
