import { z } from 'zod';
import { acceptance } from '../core/agreement';
import { text, time } from './fields';
import { defineRoute } from './route';

const agreementView = z
  .strictObject({
    version: z.int(),
    text: z.string(),
    sha256: z.string().meta({ description: 'Of the text in UTF-8: what an acceptance records' }),
    publishedAt: time.nullable(),
  })
  .meta({ id: 'Agreement' });

export const readAgreementRoute = defineRoute({
  operationId: 'readAgreement',
  method: 'GET',
  path: '/v1/agreement',
  function: 'join',
  summary: 'What every member agrees to, in its current version',
  replies: { 200: agreementView },
  isRead: true,
});

export const putAgreementRoute = defineRoute({
  operationId: 'putAgreement',
  method: 'PUT',
  path: '/v1/agreement',
  function: 'admission',
  summary: 'Put a new version of the agreement in force',
  body: z
    .strictObject({
      version: z.int().min(1).meta({ description: 'The version that you read' }),
      text: text(64 * 1024, 1),
    })
    .meta({ id: 'PutAgreement' }),
  replies: { 200: agreementView },
  isRead: false,
});

export const acceptanceView = z
  .strictObject({
    ...acceptance.shape,
    acceptedAt: time,
    acceptedBy: z.string().meta({
      description: 'The contact of the application, or the credential that accepted it later',
    }),
  })
  .meta({ id: 'Acceptance' });

export const agreementStanding = z
  .strictObject({
    current: z.strictObject({ version: z.int(), publishedAt: time.nullable() }),
    accepted: acceptanceView.nullable(),
    isDue: z.boolean().meta({ description: 'An administrator is to accept the current version' }),
    refusedFrom: time.nullable().meta({
      description: 'From when on you publish nothing new without it; null: never, by the policy',
    }),
  })
  .meta({ id: 'AgreementStanding' });

export const acceptAgreementRoute = defineRoute({
  operationId: 'acceptAgreement',
  method: 'POST',
  path: '/v1/me/agreement',
  function: 'directory',
  summary: 'Accept the agreement in force for your organisation',
  body: z
    .strictObject({
      version: z.int().min(1).meta({ description: 'Of the text that you read' }),
    })
    .meta({ id: 'AcceptAgreement' }),
  replies: { 200: agreementStanding },
  isRead: false,
});
