import { z } from 'zod';
import { readAuditRoute } from '../../../lambdas/contracts/audit.contract';
import { auditEntry } from '../../../lambdas/core/audit';
import { merkleStep, seal, sealedHead } from '../../../lambdas/core/audit-seal';

export const auditPath = readAuditRoute.path;

export const auditReply = z.object({
  chain: z.string(),
  entries: z.array(auditEntry.extend({ kind: z.string() })),
  head: z.object({ count: z.number(), hash: z.string() }),
  next: z.number(),
  more: z.boolean(),
});

export const sealsReply = z.object({
  seals: z.array(seal.extend({ head: sealedHead.nullable(), path: z.array(merkleStep) })),
});

export const rootsReply = z.object({ roots: z.array(seal) });
