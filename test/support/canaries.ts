import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { startReceiver, type Webhook } from '../../bin/cli/notify/webhook-receiver';
import { tokenKey, watchTokens } from '../../lambdas/core/watch/tokens';
import { watchKeys } from '../../lambdas/store/watch-keys';
import type { StartedExchange } from './started-exchange';

/** What all texts and values hold that must not be in a log. */
export const canary = 'c4n4ry';

/** A member that watches and is told, by the whole way: what it was told, and what it holds in secret. */
export async function toldOfCanary({ call }: StartedExchange) {
  const keys: string[] = [];
  const came = Promise.withResolvers<Webhook>();
  const receiver = await startReceiver({
    ...{ port: 0, keys: () => keys, onWebhook: came.resolve },
    onRefused: (reason) => came.reject(new Error(reason)),
  });
  const url = `${receiver.url}${canary}`;
  const made = (await call(1, 'POST /v1/endpoints', { url, signing: 'hmac', payload: 'full' }))
    .body;
  keys.push(made.verifyWith);
  await call(1, `POST /v1/endpoints/${made.id}/activation`);
  const conditions = [{ below: [`${canary}.example`] }];
  const watch = (await call(1, 'POST /v1/watches', { name: canary, conditions })).body;
  await publishCanary(call, 'first');
  await came.promise;
  receiver.stop();
  return { endpoint: String(made.id), watch: String(watch.id), secret: String(made.verifyWith) };
}

export function publishCanary(call: StartedExchange['call'], label: string) {
  const words = { description: canary, tags: [canary], status: 'MALICIOUS' };
  const body = { ...words, value: `${label}.${canary}.example`, audience: { community: true } };
  return call(0, 'POST /v1/descriptors', body);
}

/** Makes everything that tells fail at words that it can't read: as near as it gets to each error quoting them. */
export async function breakTelling(
  { documents, members, tableNamed, send }: StartedExchange,
  { endpoint, watch }: { readonly endpoint: string; readonly watch: string },
) {
  const TableName = await tableNamed('Notify');
  const member = members[1]?.id ?? '';
  const garbled = `${canary} {"${canary}`;
  const set = (Key: object, name: string, to: unknown) =>
    documents.send(
      new UpdateCommand({
        ...{ TableName, Key: { ...Key }, UpdateExpression: 'SET #name = :to' },
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':to': to },
      }),
    );
  const put = (Item: object) => documents.send(new PutCommand({ TableName, Item }));
  const at = { pk: `endpoints/${member}`, sk: endpoint };
  const posting = `posting/${tokenKey(watchTokens.domain(`${canary}.example`))}`;
  return {
    /** The notifier and the deliverer at a row, and at what is in their queues. */
    async tellers() {
      await set(at, 'keys', garbled);
      await send('Matched', garbled);
      await send('Deliveries', garbled);
      await send('Matched', JSON.stringify({ [canary]: canary }));
      await send('Deliveries', JSON.stringify({ member, endpoint }));
    },
    async matcher() {
      const query = { TableName, KeyConditionExpression: 'pk = :pk' };
      const values = { ExpressionAttributeValues: { ':pk': posting } };
      const { Items = [] } = await documents.send(new QueryCommand({ ...query, ...values }));
      for (const { pk, sk } of Items) await set({ pk, sk }, 'rest', garbled);
      return Items.length;
    },
    async keeper() {
      const row = watchKeys.watch(member, watch);
      await set(row, 'conditions', garbled);
      await set(row, 'expiresAt', '2020-01-01T00:00:00.000Z');
      await set(row, 'listKey', 'watch-ends');
      await set(row, 'listSort', `2020-01-01T00:00:00.000Z/${member}/${watch}`);
      await put({ ...watchKeys.task(member, watch), step: 'retro', version: 1, at: 1, runs: true });
    },
    sweeper: () => put({ pk: 'due/cursor', sk: 'minute', minute: garbled }),
  };
}

export function logsOf(data: string): string {
  const folder = join(data, 'logs');
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
