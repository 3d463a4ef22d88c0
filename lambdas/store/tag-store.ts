import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import { tagId } from '../core/tag';
import { batchGet } from './batch-get';
import { indexKeys, timeKey } from './index-keys';

const tagItem = z.object({ sk: z.string(), text: z.string() });
const taggedItem = z.object({ sk: z.string(), firstSeen: z.number() });

/** An object that was tagged in an audience, at the time of it; it may have lost the tag since. */
export interface Tagged {
  readonly audience: Audience;
  readonly at: number;
  readonly indicatorId: string;
  readonly id: string;
  readonly firstSeen: number;
}

export interface TagsRange {
  readonly prefix: string;
  readonly behind: string | undefined;
  readonly isBackwards: boolean;
  readonly limit: number;
}

export interface TaggedRange {
  readonly from: string;
  readonly upTo: string;
  readonly isBackwards?: boolean;
  readonly limit: number;
}

export type TagStore = ReturnType<typeof tagStore>;

/** Which tags were ever put in an audience, and on what: always by audience first. */
export function tagStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** The texts of those of the ids that are tags in one of the audiences. */
    async readTexts(audiences: readonly Audience[], ids: readonly string[]): Promise<string[]> {
      const keys = audiences.flatMap((audience) => ids.map((id) => indexKeys.tagId(audience, id)));
      const items = await batchGet(client, table, keys, { isStrong: false });
      return [...new Set(items.map((item) => String(item['text'])))];
    },

    /** Up to `limit` tags of an audience that begin with this, in lower case, behind a place, or backwards before it. */
    async readTags(
      audience: Audience,
      { prefix, behind, isBackwards, limit }: TagsRange,
    ): Promise<{ readonly place: string; readonly text: string }[]> {
      const start = prefix === '' ? ' ' : prefix;
      const [from, upTo] = isBackwards
        ? [start, behind ?? `${prefix}${last}`]
        : [behind ?? start, `${prefix}${last}`];
      if (from > upTo) return [];
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :upTo',
          ExpressionAttributeValues: {
            ':pk': indexKeys.tag(audience, '').pk,
            ':from': from,
            ':upTo': upTo,
          },
          ScanIndexForward: !isBackwards,
          // The place that it goes on behind may still be there.
          Limit: behind === undefined ? limit : limit + 1,
        }),
      );
      return Items.map((item) => tagItem.parse(item))
        .map(({ sk, text }) => ({ place: sk, text }))
        .filter(({ place }) => place !== behind)
        .slice(0, limit);
    },

    /** What was tagged so in an audience, by time, from one place to another, both among them. */
    async readTagged(
      audience: Audience,
      text: string,
      { from, upTo, isBackwards = false, limit }: TaggedRange,
    ): Promise<Tagged[]> {
      if (from >= upTo) return [];
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :upTo',
          ExpressionAttributeValues: {
            ':pk': indexKeys.tagged(audience, text, 0, nowhere).pk,
            ':from': from,
            ':upTo': upTo,
          },
          ScanIndexForward: !isBackwards,
          Limit: limit,
        }),
      );
      return Items.map((item) => taggedOf(item, audience));
    },
  };
}

/** Sorts behind all text. */
const last = '\u{10ffff}';
const nowhere = { indicatorId: '', id: '' };

function taggedOf(item: unknown, audience: Audience): Tagged {
  const { sk, firstSeen } = taggedItem.parse(item);
  const [at = '', indicatorId = '', id = ''] = sk.split('/');
  return { audience, at: Number(at), indicatorId, id, firstSeen };
}

/** Where what was tagged from a time on begins. */
export function taggedSince(micros: number): string {
  return timeKey(micros);
}

/** Where a list of what was tagged goes on. */
export function placeOf({
  at,
  indicatorId,
  id,
}: Pick<Tagged, 'at' | 'indicatorId' | 'id'>): string {
  return `${timeKey(at)}/${indicatorId}/${id}`;
}

interface TagPut {
  readonly audience: Audience;
  readonly token: string;
  readonly firstSeen: number;
  readonly indicatorId: string;
  readonly id: string;
  readonly at: number;
}

const prefix = 'tag/';

/** Tags that a process has put already are not put by it again. */
export type KnownTags = Set<string>;
const mostKnown = 20_000;

/** What is written beside the pointers of tags; a tag that was put is not forgotten when it goes. */
export function tagRows(pointers: readonly TagPut[], known: KnownTags) {
  const rows = pointers.filter(isOfTag).flatMap((pointer) => {
    const { audience, at, firstSeen } = pointer;
    const text = textOf(pointer);
    const tagged = { ...indexKeys.tagged(audience, text, at, pointer), firstSeen };
    if (known.has(nameOf(pointer))) return [tagged];
    const tag = { ...indexKeys.tag(audience, text), text };
    return [tagged, tag, { ...indexKeys.tagId(audience, tagId(text)), text }];
  });
  return [...new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row])).values()];
}

/** Once they were written. */
export function noteTags(pointers: readonly TagPut[], known: KnownTags): void {
  if (known.size >= mostKnown) known.clear();
  for (const pointer of pointers.filter(isOfTag)) known.add(nameOf(pointer));
}

/** Those that are to be put again. */
export function forgetTags(pointers: readonly TagPut[], known: KnownTags): void {
  for (const pointer of pointers) known.delete(nameOf(pointer));
}

/**
 * Those of the pointers whose tag or whose tagging is told nowhere, strongly: of an exchange that was indexed before
 * tags were listed it is all of them.
 */
export async function untoldTags<T extends TagPut>(
  client: DynamoDBDocumentClient,
  table: string,
  pointers: readonly T[],
): Promise<T[]> {
  const wanted = pointers.filter(isOfTag).map((pointer) => ({
    pointer,
    keys: tagRows([pointer], new Set()).map(({ pk, sk }) => ({ pk, sk })),
  }));
  const all = wanted.flatMap(({ keys }) => keys);
  const items = await batchGet(client, table, all, { isStrong: true });
  const present = new Set(items.map(({ pk, sk }) => `${pk} ${sk}`));
  return wanted.flatMap(({ pointer, keys }) =>
    keys.every(({ pk, sk }) => present.has(`${pk} ${sk}`)) ? [] : [pointer],
  );
}

function isOfTag({ token }: TagPut): boolean {
  return token.startsWith(prefix);
}

function textOf({ token }: TagPut): string {
  return token.slice(prefix.length);
}

function nameOf({ audience, token }: TagPut): string {
  return `${audience} ${token}`;
}
