import { z } from 'zod';
import { auditEntry, auditKindNames, exchangeChain } from '../core/audit';
import { merkleStep, seal, sealedHead } from '../core/audit-seal';
import { id, micros, wholeNumber } from './fields';
import { defineRoute } from './route';

const entry = auditEntry
  .strict()
  .extend({ at: micros, n: z.int().min(1) })
  .meta({
    id: 'AuditEntry',
    description:
      'Ids, versions and counts, never a value or a text. `at` is in microseconds. `hash` is SHA-256 over the hash of the entry before (of the first: 64 zeros), a line feed, and the JSON [n, id, chain, at, kind, actor, credential, [[name, value] of about, by name]] without spaces',
  });

const head = z
  .strictObject({ count: z.int().min(0), hash: z.string() })
  .meta({ id: 'AuditHead', description: 'How many entries there are, and the hash of the last' });

const auditPage = z
  .strictObject({
    chain: z.string(),
    entries: z.array(entry),
    head,
    next: z.int().min(0).meta({ description: 'Send it as `after` for the next page' }),
    more: z.boolean(),
  })
  .meta({ id: 'AuditPage' });

export const auditPageSize = 1000;

const place = wholeNumber.transform(Number).pipe(z.int().min(0).max(999_999_999_999));
const pageQuery = z.strictObject({
  after: place.optional(),
  limit: wholeNumber.transform(Number).pipe(z.int().min(1).max(auditPageSize)).optional(),
  kind: z
    .enum(auditKindNames)
    .optional()
    .meta({ description: 'Only these; a page then holds fewer, and `next` tells how far it came' }),
});

/** A member's id, or that of the chain of what no member did. */
const auditee = z.strictObject({ id: z.union([z.literal(exchangeChain), id]) });

export const readAuditRoute = defineRoute({
  operationId: 'readAudit',
  method: 'GET',
  path: '/v1/audit',
  function: 'audit',
  summary: 'What your organisation did, read and had done to it, in the order of its hash chain',
  query: pageQuery,
  replies: { 200: auditPage },
  isRead: true,
});

export const readAuditOfRoute = defineRoute({
  operationId: 'readAuditOf',
  method: 'GET',
  path: '/v1/members/{id}/audit',
  function: 'audit',
  summary: "A member's audit; `exchange` for what no member did",
  params: auditee,
  query: pageQuery,
  replies: { 200: auditPage },
  isRead: true,
});

const day = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, { error: 'must be a day: 2026-11-22' });
export const sealsPageSize = 31;
const sealsQuery = z.strictObject({
  after: day.optional().meta({ description: `At most ${sealsPageSize} days after this one` }),
});

const anySeal = seal.strict().meta({
  id: 'AuditSeal',
  description:
    'The Merkle root over the heads of all chains on a day. `seal` is SHA-256 over the JSON [day, sealedAt, chains, root, previous]',
});
const ownSeal = seal
  .strict()
  .extend({ head: sealedHead.strict().nullable(), path: z.array(merkleStep.strict()) })
  .meta({
    id: 'OwnAuditSeal',
    description:
      'With where this chain ended, and the way from there to the root: a leaf is SHA-256 over the JSON ["head", chain, count, hash], a node over ["node", left, right]',
  });

const ownSeals = z.strictObject({ seals: z.array(ownSeal) }).meta({ id: 'OwnAuditSeals' });

export const listSealsRoute = defineRoute({
  operationId: 'listSeals',
  method: 'GET',
  path: '/v1/audit/seals',
  function: 'audit',
  summary: "Each day's root, and what it says of your chain",
  query: sealsQuery,
  replies: { 200: ownSeals },
  isRead: true,
});

export const listSealsOfRoute = defineRoute({
  operationId: 'listSealsOf',
  method: 'GET',
  path: '/v1/members/{id}/audit/seals',
  function: 'audit',
  summary: "Each day's root, and what it says of a member's chain",
  params: auditee,
  query: sealsQuery,
  replies: { 200: ownSeals },
  isRead: true,
});

export const listRootsRoute = defineRoute({
  operationId: 'listRoots',
  method: 'GET',
  path: '/v1/audit/roots',
  function: 'audit',
  summary: "Each day's root of the audit",
  query: sealsQuery,
  replies: { 200: z.strictObject({ roots: z.array(anySeal) }).meta({ id: 'AuditRoots' }) },
  isRead: true,
});
