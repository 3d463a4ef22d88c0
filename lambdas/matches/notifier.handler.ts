import { z } from 'zod';
import { environment } from '../contracts/environment';
import { matchedMessage } from '../contracts/matched-message';
import { idMaker } from '../core/id';
import { audiencesOf } from '../core/visibility';
import { documentClient, queueClient, readKeys } from '../platform/clients';
import { sendDeliveries } from '../platform/deliveries-queue';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { messageHandler } from '../platform/message-handler';
import { onFirstUse } from '../platform/on-first-use';
import { directoryStore } from '../store/directory-store';
import { endpointStore } from '../store/endpoint-store';
import { governanceStore } from '../store/governance-store';
import { matchStore } from '../store/match-store';
import { notify } from './notify';

const env = readEnv({
  [environment.directoryTable]: z.string(),
  [environment.notifyTable]: z.string(),
  [environment.keysSecret]: z.string(),
  [environment.deliveriesQueue]: z.string(),
});
const client = documentClient();
const queue = queueClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const deps = {
    matches: matchStore(client, env.NOTIFY_TABLE),
    endpoints: endpointStore(client, env.NOTIFY_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    governance: governanceStore(client, env.DIRECTORY_TABLE),
    ...{ audiencesOf, makeId: idMaker(keys.ids), now: clock },
    send: (messages: Parameters<typeof sendDeliveries>[2]) =>
      sendDeliveries(queue, env.DELIVERIES_QUEUE_URL, messages),
  };
  return messageHandler(makeLogger(), 'notify.failed', (message) =>
    notify(matchedMessage.parse(message), deps),
  );
});
