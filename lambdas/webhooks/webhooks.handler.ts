import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import { idMaker } from '../core/id';
import { openSecret, sealSecret } from '../core/webhooks/sealed-secret';
import { documentClient, queueClient, readKeys, readSealingKey } from '../platform/clients';
import { deliverySender } from '../platform/deliveries-queue';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { egressRules, egressVariables, outgoingCalls } from '../platform/egress';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { deliveryStore } from '../store/delivery-store';
import { endpointStore } from '../store/endpoint-store';
import { limitsStore } from '../store/limits-store';
import { matchStore } from '../store/match-store';
import { webhooksApi } from './webhooks-api';

const env = readEnv({
  ...edgeVariables,
  ...egressVariables,
  [environment.notifyTable]: z.string(),
  [environment.webhookKeysSecret]: z.string(),
  [environment.deliveriesQueue]: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const sealing = await readSealingKey(env.WEBHOOK_KEYS_SECRET_ID);
  const api = webhooksApi({
    endpoints: endpointStore(client, env.NOTIFY_TABLE),
    deliveries: deliveryStore(client, env.NOTIFY_TABLE),
    matches: matchStore(client, env.NOTIFY_TABLE),
    limits: limitsStore(client, env.LIMITS_TABLE),
    sealSecret: (secret, of) => sealSecret(sealing, secret, of, randomBytes),
    openSecret: (sealed, of) => openSecret(sealing, sealed, of),
    rules: egressRules(env),
    call: outgoingCalls(env),
    send: deliverySender(queueClient(), env.DELIVERIES_QUEUE_URL),
    ...{ makeId: idMaker(keys.ids), random: randomBytes, now: clock },
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
