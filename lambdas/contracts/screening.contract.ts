import { z } from 'zod';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { knownGoodLimits, listTypes } from '../core/known-good/list';
import { matchForms } from '../core/known-good/look-up';
import { skipReasons } from '../core/known-good/read-entry';
import { findingKinds } from '../core/screen/finding';
import { longestReasonBytes } from '../core/screen/override';
import { id, micros, text, time } from './fields';
import { defineRoute } from './route';

const count = z.int().min(0);

/** Given with a publish or a patch that holds what the screen asks to be confirmed. */
export const overrideChoice = z
  .strictObject({
    reason: text(longestReasonBytes, 1),
    kinds: z.array(z.enum(findingKinds)).min(1).max(findingKinds.length),
  })
  .meta({
    id: 'Override',
    description:
      'Why this is shared though it seems personal; kept for you, the operator and the audit',
  });

export const finding = z
  .strictObject({
    kind: z.enum(findingKinds),
    field: z.string().meta({ description: 'JSON pointer to the field of the request' }),
    start: count.meta({ description: 'In UTF-16 code units of the field in NFC' }),
    end: count,
    verdict: z.enum(['block', 'redact', 'confirm']),
  })
  .meta({ id: 'Finding', description: 'Where something personal seems to be; never what it is' });

export const knownGoodHit = z
  .strictObject({
    list: z.string(),
    name: z.string(),
    match: z.enum(matchForms),
    verdict: z.enum(['warn', 'block']),
  })
  .meta({ id: 'KnownGoodHit' });

const listId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'must be lower case, digits and hyphens' })
  .meta({ id: 'KnownGoodListId' });
const uploadId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, { error: 'must be 16 to 64 of A-Za-z0-9_-' });
const skipped = z.partialRecord(z.enum(skipReasons), count);

const listView = z
  .strictObject({
    id: listId,
    name: z.string(),
    description: z.string(),
    sourceVersion: z.string(),
    type: z.enum(listTypes),
    appliesTo: z.array(z.enum(indicatorTypes)).optional(),
    entries: count,
    skipped: skipped.meta({ description: 'Entries that are left out, by why' }),
    loadedAt: time,
  })
  .meta({ id: 'KnownGoodList' });

export const listKnownGoodRoute = defineRoute({
  operationId: 'listKnownGood',
  method: 'GET',
  path: '/v1/known-good',
  function: 'screening',
  summary: 'The lists of what is known to be good by which a publish is warned',
  replies: {
    200: z
      .strictObject({
        builtIn: z.array(z.strictObject({ id: listId, name: z.string(), entries: count })),
        lists: z.array(listView),
      })
      .meta({ id: 'KnownGoodLists' }),
  },
  isRead: true,
});

export const putKnownGoodPieceRoute = defineRoute({
  operationId: 'putKnownGoodPiece',
  method: 'PUT',
  path: '/v1/known-good/{list}/pieces/{piece}',
  function: 'screening',
  summary: 'A piece of a list; it counts once the list is put with its upload',
  params: z.strictObject({
    list: listId,
    piece: z
      .string()
      .regex(/^(0|[1-9][0-9]?)$/, { error: 'must be a number from 0' })
      .transform(Number)
      .refine((piece) => piece < knownGoodLimits.piecesOfList, { error: 'is too many pieces' }),
  }),
  body: z
    .strictObject({
      upload: uploadId,
      type: z.enum(listTypes),
      entries: z.array(z.string()).min(1).max(knownGoodLimits.entriesOfPiece),
    })
    .meta({ id: 'KnownGoodPiece' }),
  replies: { 200: z.strictObject({ entries: count, skipped }).meta({ id: 'KnownGoodPieceTaken' }) },
  isRead: false,
});

export const putKnownGoodRoute = defineRoute({
  operationId: 'putKnownGood',
  method: 'PUT',
  path: '/v1/known-good/{list}',
  function: 'screening',
  summary: 'Put an upload of a list in force, in place of the one before',
  params: z.strictObject({ list: listId }),
  body: z
    .strictObject({
      upload: uploadId,
      pieces: z.int().min(1).max(knownGoodLimits.piecesOfList),
      name: text(200, 1),
      description: text(2000).default(''),
      sourceVersion: text(64).default(''),
      type: z.enum(listTypes),
      attributes: z
        .array(z.string().max(64))
        .max(100)
        .default([])
        .meta({ description: "MISP's matching_attributes; none are all" }),
    })
    .meta({ id: 'PutKnownGoodList' }),
  replies: { 200: listView },
  isRead: false,
});

export const removeKnownGoodRoute = defineRoute({
  operationId: 'removeKnownGood',
  method: 'DELETE',
  path: '/v1/known-good/{list}',
  function: 'screening',
  summary: 'Remove a list',
  params: z.strictObject({ list: listId }),
  replies: { 204: null },
  isRead: false,
});

const flag = z
  .strictObject({
    descriptorId: id,
    kind: z.literal('comment').optional().meta({ description: 'Where the id is of a comment' }),
    indicatorId: id,
    version: micros.meta({ description: 'Which the walk has looked at' }),
    verdict: z.enum(['refused', 'redacted', 'overridden']).meta({
      description:
        'What would become of it by the rules of now: refused, stored with parts redacted, or taken for its override',
    }),
    findings: z.array(finding),
    knownGood: z.array(knownGoodHit),
    override: overrideChoice.optional(),
    scannedAt: time,
  })
  .meta({ id: 'ScreeningFlag' });

const flags = z
  .strictObject({ flags: z.array(flag), next: id.nullable() })
  .meta({ id: 'ScreeningFlags' });

const after = z.strictObject({ after: id.optional() });

export const listMyFlagsRoute = defineRoute({
  operationId: 'listMyFlags',
  method: 'GET',
  path: '/v1/me/screening',
  function: 'screening',
  summary:
    'Which of your descriptors the rules of now would refuse or redact, as the last walk found',
  query: after,
  replies: { 200: flags },
  isRead: true,
});

export const listMemberFlagsRoute = defineRoute({
  operationId: 'listMemberFlags',
  method: 'GET',
  path: '/v1/members/{id}/screening',
  function: 'screening',
  summary: "The same of one member's descriptors",
  params: z.strictObject({ id }),
  query: after,
  replies: { 200: flags },
  isRead: true,
});

export const readScreeningRoute = defineRoute({
  operationId: 'readScreening',
  method: 'GET',
  path: '/v1/screening',
  function: 'screening',
  summary: 'How far the walk over what was published has come, and whose it has flagged',
  replies: {
    200: z
      .strictObject({
        state: z.enum(['never', 'running', 'done']),
        startedAt: time.optional(),
        endedAt: time.optional(),
        policyVersion: count.optional(),
        knownGoodVersion: count.optional(),
        objects: count,
        failed: count,
        owners: z.array(
          z.strictObject({ memberId: id, refused: count, redacted: count, overridden: count }),
        ),
      })
      .meta({ id: 'Screening' }),
  },
  isRead: true,
});
