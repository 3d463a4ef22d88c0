import { z } from 'zod';
import { documentClient, objectClient, readKeys } from '../platform/clients';
import { edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { auditStore } from '../store/audit-store';
import { sealStore } from '../store/seal-store';
import { auditApi } from './audit-api';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  AUDIT_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = auditApi({
    audit: auditStore(client, env.AUDIT_TABLE),
    seals: sealStore(objectClient(), env.ARTIFACTS_BUCKET),
    tellRead: readsTeller(env, edge.log),
  });
  return httpHandler(api, edge);
});
