import { z } from 'zod';
import { deliveryMessage } from '../contracts/delivery-message';
import { environment } from '../contracts/environment';
import type { AuditEvent } from '../core/audit';
import { audiencesOf } from '../core/visibility';
import { openSecret } from '../core/webhooks/sealed-secret';
import { documentClient, queueClient, readSealingKey } from '../platform/clients';
import { deliverySender } from '../platform/deliveries-queue';
import { clock } from '../platform/edge';
import { egressVariables, outgoingCalls } from '../platform/egress';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { messageHandler } from '../platform/message-handler';
import { onFirstUse } from '../platform/on-first-use';
import { tellAuditor, tellingVariables } from '../platform/tell-read';
import { deliveryStore } from '../store/delivery-store';
import { directoryStore } from '../store/directory-store';
import { endpointStore } from '../store/endpoint-store';
import { governanceStore } from '../store/governance-store';
import { matchStore } from '../store/match-store';
import { deliver } from './deliver';

const env = readEnv({
  ...egressVariables,
  ...tellingVariables,
  [environment.directoryTable]: z.string(),
  [environment.notifyTable]: z.string(),
  [environment.webhookKeysSecret]: z.string(),
  [environment.deliveriesQueue]: z.string(),
});
const client = documentClient();
const queue = queueClient();
const log = makeLogger();
const tell = tellAuditor({ client: queue, queueUrl: env.AUDIT_READS_QUEUE_URL });

export const handler = onFirstUse(async () => {
  const sealing = await readSealingKey(env.WEBHOOK_KEYS_SECRET_ID);
  const deps = {
    endpoints: endpointStore(client, env.NOTIFY_TABLE),
    deliveries: deliveryStore(client, env.NOTIFY_TABLE),
    matches: matchStore(client, env.NOTIFY_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    governance: governanceStore(client, env.DIRECTORY_TABLE),
    openSecret: (sealed: string, of: string) => openSecret(sealing, sealed, of),
    call: outgoingCalls(env),
    send: deliverySender(queue, env.DELIVERIES_QUEUE_URL),
    ...{ audiencesOf, now: clock, random: Math.random },
    onDisabled: async (event: AuditEvent) => {
      log.warn(event.kind, { member: event.chain, ...event.about });
      await tell(event);
    },
  };
  return messageHandler(log, 'delivery.failed', (message) =>
    deliver(deliveryMessage.parse(message), deps),
  );
});
