import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type MatchedMessage, matchedMessage } from '../../lambdas/contracts/matched-message';
import { idMaker } from '../../lambdas/core/id';
import { deriveKeys } from '../../lambdas/core/keys';
import { audiencesOf } from '../../lambdas/core/visibility';
import { type KeepDeps, keepWatches } from '../../lambdas/matching/keep-watches';
import { knownTokens } from '../../lambdas/matching/known-tokens';
import { type MatchDeps, matchBatch } from '../../lambdas/matching/match-batch';
import { isBusy } from '../../lambdas/platform/busy';
import { directoryStore } from '../../lambdas/store/directory-store';
import { governanceStore } from '../../lambdas/store/governance-store';
import { opinionStore } from '../../lambdas/store/opinion-store';
import { postingStore } from '../../lambdas/store/posting-store';
import { searchStore } from '../../lambdas/store/search-store';
import { strongClient } from '../../lambdas/store/strong-client';
import { tokenStore } from '../../lambdas/store/token-store';
import { toldStore } from '../../lambdas/store/told-store';
import { watchStores } from '../../lambdas/store/watch-stores';
import { streamsOf } from './audited';
import type { Community, TestMember } from './community';
import { type ExchangeOptions, rootSecret } from './exchange';

/** A matcher of its own on a community's tables, that hands over to a list. */
export function matcherOn(
  client: DynamoDBDocumentClient,
  { tables }: Pick<Community, 'tables'>,
  sent: MatchedMessage[],
  more: Partial<MatchDeps> = {},
): MatchDeps {
  const opinions = opinionStore(client, tables.audienceIndex);
  return {
    tokens: knownTokens(tokenStore(client, tables.notify)),
    postings: postingStore(client, tables.notify),
    told: toldStore(client, tables.notify),
    ...{ opinions, rows: opinions, isBusy },
    park: async () => false,
    send: sendInto(sent),
    onFailure: (_, error) => {
      throw error;
    },
    ...more,
  };
}

/** A keeper of the watches, the same. */
export function keeperOn(
  {
    client,
    tables,
    now,
    audiencesOf: sight = audiencesOf,
  }: Pick<ExchangeOptions, 'client' | 'tables' | 'now' | 'audiencesOf'>,
  sent: MatchedMessage[],
): KeepDeps {
  const directory = directoryStore(client, tables.directory);
  const governance = governanceStore(client, tables.directory);
  return {
    ...watchStores(client, tables.notify, 'transaction'),
    open: searchStore(strongClient(client), tables),
    audiencesOf: async (id) => {
      const record = await directory.readMember(id);
      return sight(record?.member, (await governance.read()).policy);
    },
    send: sendInto(sent),
    makeId: idMaker(deriveKeys(rootSecret).ids),
    now,
    onFailure: (_, error) => {
      throw error;
    },
  };
}

function sendInto(sent: MatchedMessage[]) {
  return async (messages: readonly MatchedMessage[]) => {
    sent.push(...messages.map((message) => matchedMessage.parse(message)));
    return new Map();
  };
}

/** A community whose watches are matched when it is asked for: what the feeds' stream tells, then what is to be kept. */
export async function watched(client: DynamoDBDocumentClient, world: Community) {
  const { tables, now, call } = world;
  const readFeeds = await streamsOf(client, world, ['feed']);
  const sent: MatchedMessage[] = [];
  const matcher = matcherOn(client, world, sent);
  const keeper = keeperOn({ client, tables, now }, sent);
  const stores = watchStores(client, tables.notify, 'transaction');
  const take = () => sent.splice(0);
  return {
    ...world,
    ...{ client, matcher, readFeeds, stores, take },

    async watch({ token }: TestMember, conditions: readonly object[], more: object = {}) {
      const body = { name: 'a watch', conditions, ...more };
      return call('POST /v1/watches', { token, body });
    },

    async publish({ token }: TestMember, body: object) {
      const audience = { community: true };
      const answer = await call('POST /v1/descriptors', {
        token,
        body: { status: 'MALICIOUS', audience, ...body },
      });
      if (answer.status >= 300) throw new Error(answer.text);
      return answer.body as { id: string; version: number; indicatorId: string };
    },

    /** Indexes, and matches what came of it. */
    async match(): Promise<MatchedMessage[]> {
      await world.index();
      const again = await matchBatch(await readFeeds(), matcher);
      if (again.size > 0) throw new Error('the matcher wants something again');
      return take();
    },

    /** One run of the keeper. */
    async keep(): Promise<MatchedMessage[]> {
      await keepWatches(() => true, keeper);
      return take();
    },

    /** Notes whom the notifier has told of a message's object, as it does. */
    async tell({ change, watches }: MatchedMessage): Promise<void> {
      for (const { member, watchId } of watches) {
        const Item = { pk: `told/${change.id}`, sk: `${member}/${watchId}/m` };
        await client.send(new PutCommand({ TableName: tables.notify, Item }));
      }
    },
  };
}

export type Watched = Awaited<ReturnType<typeof watched>>;

/** What was told, as `<event> <value> to <watch>`, in order. */
export function toldIn(messages: readonly MatchedMessage[]): string[] {
  return messages
    .flatMap(({ event, change, watches }) => {
      const { value } = JSON.parse(change.projection ?? '{}') as { value?: string };
      return watches.map(({ watchId }) => `${event} ${value} to ${watchId}`);
    })
    .sort();
}
