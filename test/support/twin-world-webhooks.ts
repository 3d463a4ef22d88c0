import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { MatchedMessage } from '../../lambdas/contracts/matched-message';
import type { Row } from '../../lambdas/core/audit-changes';
import type { GuardedCall, OutgoingRequest } from '../../lambdas/core/egress/call';
import { keepWatches } from '../../lambdas/matching/keep-watches';
import { matchBatch } from '../../lambdas/matching/match-batch';
import type { ItemChange } from '../../lambdas/store/audit-changes';
import type { TestMember } from './community';
import type { Exchange, ExchangeOptions } from './exchange';
import { values } from './twin-world-samples';
import { keeperOn, matcherOn } from './watched';

/** Where those whose business is nobody's are told: what comes there is not the observer's. */
export const elsewhereUrl = 'https://elsewhere.example.com/tocsin';
const here = 'https://hook.example.com/';
/** Every opinion of the worlds carries it. */
export const watchedTag = 'all';
const [, , , mine] = values;

/** Receivers of every URL: they agree to be told, and some of what they are told they fail at, the same in both worlds. */
export function receiversOutside() {
  const received: string[] = [];
  const call: GuardedCall = async (request) => {
    if (!request.url.startsWith(elsewhereUrl)) received.push(JSON.stringify(request));
    const { url, body = '' } = request;
    const bodyStart = challengeIn(request);
    const fails = bodyStart === '' && (url.length + body.length) % 4 === 0;
    return { status: fails ? 500 : 200, bodyStart, latencyMs: 5 };
  };
  /** What has come since this was asked last. Which endpoint is told first is nobody's promise. */
  const take = () => received.splice(0).sort();
  return { call, take };
}

function challengeIn({ url, body }: OutgoingRequest): string {
  const asked = new URL(url).searchParams.get('hub.challenge');
  const { challenge = '' } = JSON.parse(body || '{}') as { challenge?: string };
  return asked ?? challenge;
}

/** What the stream of the feeds would tell, taken off their writes: a stream makes the engine slow. */
export function feedWritesOf(client: DynamoDBDocumentClient, feed: string): () => ItemChange[] {
  const standing = new Map<string, Row>();
  let changes: ItemChange[] = [];
  let told = 0;
  const note = ({ pk, sk }: Row, after: Row | undefined) => {
    const key = { pk: String(pk), sk: String(sk) };
    const place = `${key.pk} ${key.sk}`;
    told += 1;
    changes.push({ id: String(told), at: told, key, before: standing.get(place), after });
    if (after) standing.set(place, after);
    else standing.delete(place);
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      for (const { Put, Delete } of (args.input as Written).TransactItems ?? []) {
        if (Put?.TableName === feed) note(Put.Item, Put.Item);
        if (Delete?.TableName === feed) note(Delete.Key, undefined);
      }
      return result;
    },
    { step: 'initialize', name: `stream-${feed}`, override: true },
  );
  return () => {
    const some = changes;
    changes = [];
    return some;
  };
}

interface Written {
  readonly TransactItems?: readonly {
    readonly Put?: { readonly TableName: string; readonly Item: Row };
    readonly Delete?: { readonly TableName: string; readonly Key: Row };
  }[];
}

/** All that comes after the feeds, once: watches are kept, changes matched, members notified, and what is due delivered. */
export function tellingOn(
  exchange: Exchange,
  options: Pick<ExchangeOptions, 'client' | 'tables' | 'now' | 'audiencesOf'>,
) {
  const { client, tables } = options;
  const changes = feedWritesOf(client, tables.feed);
  const sent: MatchedMessage[] = [];
  const matcher = matcherOn(client, { tables }, sent);
  const keeper = keeperOn(options, sent);
  return async () => {
    await keepWatches(() => true, keeper);
    await matchBatch(changes(), matcher);
    for (const message of sent.splice(0)) await exchange.notify(message);
    await exchange.sweepDue();
    await exchange.deliverRung();
  };
}

/** A member watches all that is said, and what is said beside its own opinion; it is told in both formats. */
export async function beginToWatch({ call }: Pick<Exchange, 'call'>, { id, token }: TestMember) {
  const opinion = { value: mine, status: 'UNKNOWN', audience: { members: [id] } };
  await call('POST /v1/descriptors', { token, body: opinion });
  const conditions = [{ tags: [watchedTag] }, { mine: true }];
  const watch = await call('POST /v1/watches', { token, body: { name: 'All', conditions } });
  const asked = [
    { url: `${here}full`, payload: 'full' },
    { url: `${here}thin`, format: 'threatexchange', verifyToken: 'a-verify-token' },
  ];
  const endpoints: string[] = [];
  for (const body of asked) {
    const made = await call('POST /v1/endpoints', { token, body });
    await call(`POST /v1/endpoints/${made.body.id}/activation`, { token });
    endpoints.push(made.body.id);
  }
  return { watchId: watch.body.id as string, endpoints };
}
