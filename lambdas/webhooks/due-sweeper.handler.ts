import { z } from 'zod';
import { environment } from '../contracts/environment';
import { documentClient, queueClient } from '../platform/clients';
import { sendDeliveries } from '../platform/deliveries-queue';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { deliveryStore } from '../store/delivery-store';
import { sweepDue } from './sweep-due';

const env = readEnv({
  [environment.notifyTable]: z.string(),
  [environment.deliveriesQueue]: z.string(),
});
const queue = queueClient();
const log = makeLogger();
const deps = {
  deliveries: deliveryStore(documentClient(), env.NOTIFY_TABLE),
  send: (messages: Parameters<typeof sendDeliveries>[2]) =>
    sendDeliveries(queue, env.DELIVERIES_QUEUE_URL, messages),
  now: clock,
};

export async function handler(): Promise<void> {
  log.info('due.swept', await sweepDue(deps));
}
