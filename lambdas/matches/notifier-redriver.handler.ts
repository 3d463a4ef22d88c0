import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { deliveryMessage } from '../contracts/delivery-message';
import { environment } from '../contracts/environment';
import { type MatchedMessage, matchedMessage } from '../contracts/matched-message';
import type { RedriveReply } from '../contracts/operations';
import { idMaker } from '../core/id';
import { audiencesOf } from '../core/visibility';
import { documentClient, queueClient, readKeys } from '../platform/clients';
import { sendDeliveries } from '../platform/deliveries-queue';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { parkedQueue, reasonOf } from '../platform/parked-queue';
import { directoryStore } from '../store/directory-store';
import { endpointStore } from '../store/endpoint-store';
import { governanceStore } from '../store/governance-store';
import { matchStore } from '../store/match-store';
import { notify } from './notify';
import { redriveTelling } from './redrive-telling';

const env = readEnv({
  [environment.directoryTable]: z.string(),
  [environment.notifyTable]: z.string(),
  [environment.keysSecret]: z.string(),
  [environment.deliveriesQueue]: z.string(),
  [environment.matchedParkedQueue]: z.string(),
  [environment.deliveriesParkedQueue]: z.string(),
});
const client = documentClient();
const sqs = queueClient();
const log = makeLogger();
const millisecondsKept = 30_000;
const stores = {
  matches: matchStore(client, env.NOTIFY_TABLE),
  endpoints: endpointStore(client, env.NOTIFY_TABLE),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  governance: governanceStore(client, env.DIRECTORY_TABLE),
};
const send = (messages: Parameters<typeof sendDeliveries>[2]) =>
  sendDeliveries(sqs, env.DELIVERIES_QUEUE_URL, messages);

function parkedOf<T>(url: string, schema: z.ZodType<T>) {
  const { receive, remove, release } = parkedQueue(sqs, url);
  return {
    ...{ remove, release },
    receive: async () =>
      (await receive()).map(({ body, ...message }) => {
        const { data } = schema.safeParse(body);
        const hopeless = 'it is no message of that queue';
        return data === undefined
          ? { ...message, about: [], hopeless }
          : { ...message, about: [data] };
      }),
  };
}

const queues = {
  matched: parkedOf(env.MATCHED_PARKED_QUEUE_URL, matchedMessage),
  deliveries: parkedOf(env.DELIVERIES_PARKED_QUEUE_URL, deliveryMessage),
};

export async function handler(_: unknown, context: Context): Promise<RedriveReply> {
  const { ids } = await readKeys(env.KEYS_SECRET_ID);
  const telling = { ...stores, audiencesOf, makeId: idMaker(ids), now: clock, send };
  const reply = await redriveTelling({
    ...{ ...queues, send, reasonOf },
    notify: (message: MatchedMessage) => notify(message, telling),
    hasTime: () => context.getRemainingTimeInMillis() > millisecondsKept,
  });
  log.info('telling.redriven', { redriven: reply.redriven, left: reply.left.length });
  return reply;
}
