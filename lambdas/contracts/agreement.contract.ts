import { z } from 'zod';
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
