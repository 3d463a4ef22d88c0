import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { onFirstUse } from '../platform/on-first-use';
import { directoryStore } from '../store/directory-store';
import { bootstrap } from './bootstrap';

const env = readEnv({ DIRECTORY_TABLE: z.string(), KEYS_SECRET_ID: z.string() });
const directory = directoryStore(documentClient(), env.DIRECTORY_TABLE);

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const makeId = idMaker(keys.ids);
  const deps = { directory, makeId, pepper: keys.credentials, random: randomBytes, now: clock };
  return () => bootstrap(deps);
});
