import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../lambdas/core/audience';
import { desiredRows, isLiveOpinion, type Projection } from '../../lambdas/core/projection';
import type { Community, TestMember } from './community';
import { type Exchange, inProcessExchange } from './exchange';
import { feedCopy, isProved, readOn } from './feed-copy';
import type { Stored } from './stored';

/** In what the API's answers to each member differ from the items, asked of a fresh API on a healthy client. */
export async function readerDisagreements(
  { tables, now, random, alice, bob, carol }: Community,
  client: DynamoDBDocumentClient,
  stored: Stored,
): Promise<string[]> {
  const api = inProcessExchange({ client, tables, now, random, onError: () => undefined });
  const told = [alice, bob, carol].map(async (member) => {
    const { body } = await api.call('GET /v1/feeds', { token: member.token });
    const audiences = body.feeds.map(({ audience }: { audience: Audience }) => audience);
    const wrong = [
      ...(await feedsDisagree(api, member, audiences, stored)),
      ...(await lookUpsDisagree(api, member, audiences, stored, now())),
    ];
    return wrong.map((text) => `${member.id} is told: ${text}`);
  });
  return (await Promise.all(told)).flat();
}

/** What `audience` should see, live by state; by id, as JSON text. */
function shownTo(audience: Audience, { descriptors }: Stored): Map<string, string> {
  const shown = new Map<string, string>();
  for (const descriptor of descriptors) {
    const projection = desiredRows(descriptor).get(audience) ?? 'gone';
    if (projection !== 'gone') shown.set(descriptor.id, JSON.stringify(projection));
  }
  return shown;
}

/** Where a feed can't be read at all, this is the end. */
const mostPages = 1000;

async function feedsDisagree(
  api: Exchange,
  { token }: TestMember,
  audiences: readonly Audience[],
  stored: Stored,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const audience of audiences) {
    const copy = feedCopy();
    const get = (query: string) => api.call(`GET /v1/feeds/${audience}?${query}`, { token });
    for (let page = 0; page < mostPages && (await readOn(copy, get)); page++);
    const expected = shownTo(audience, stored);
    const isSame =
      copy.objects.size === expected.size &&
      [...expected].every(([id, text]) => copy.objects.get(id)?.text === text);
    if (!isSame) wrong.push(`a feed of ${audience} that differs from the items`);
    if (!isProved(copy)) wrong.push(`a head of ${audience} that doesn't prove the copy`);
  }
  return wrong;
}

async function lookUpsDisagree(
  api: Exchange,
  { token }: TestMember,
  audiences: readonly Audience[],
  stored: Stored,
  nowMicros: number,
): Promise<string[]> {
  const { descriptors } = stored;
  const values = [...new Map(descriptors.map((d) => [d.indicatorId, d])).values()];
  if (values.length === 0) return [];
  const asked = values.map(({ value, type }) => ({ value, type }));
  const answer = await api.call('POST /v1/lookups', {
    token,
    body: { values: asked, expand: true },
  });
  if (answer.status !== 200) return [`${answer.status} to a look-up`];
  const live = audiences.flatMap((audience) => [...shownTo(audience, stored).values()]);
  const opinions = live.map((text) => JSON.parse(text) as Projection);
  return values.flatMap(({ value, indicatorId }, at) => {
    const seen = opinions.filter(
      (o) => o.indicatorId === indicatorId && isLiveOpinion(o, nowMicros),
    );
    const statuses = new Map(seen.map(({ id, status }) => [id, status]));
    const { known, summary, descriptors: shown = [] } = answer.body.results[at];
    const ids = shown.map(({ id }: { id: string }) => id).sort();
    const told = [known, ids, summary?.owners ?? 0, countOf(summary?.statuses)];
    const expected = [statuses.size > 0, [...statuses.keys()].sort(), statuses.size];
    const counts = [...statuses.values()].sort();
    const same = JSON.stringify(told) === JSON.stringify([...expected, counts]);
    return same ? [] : [`${JSON.stringify(told)} of ${value}`];
  });
}

/** `{ MALICIOUS: 2 }` as a sorted list of two. */
function countOf(statuses: Readonly<Record<string, number>> = {}): string[] {
  return Object.entries(statuses)
    .flatMap(([status, count]) => Array.from({ length: count }, () => status))
    .sort();
}
