import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../lambdas/core/audience';
import { dueOverlapMinutes, minuteOf } from '../../lambdas/core/due';
import { listsOf } from '../../lambdas/core/list-plan';
import { tokens } from '../../lambdas/core/pointers';
import { desiredRows, isLiveOpinion, type Projection } from '../../lambdas/core/projection';
import { summarise } from '../../lambdas/core/summary';
import { tagId } from '../../lambdas/core/tag';
import { microsOf } from '../../lambdas/core/time';
import { indexKeys, placeKey } from '../../lambdas/store/index-keys';
import type { Community } from './community';
import { digestOf } from './feed-copy';
import { readerDisagreements } from './readers-agree';
import { heldBy, readStored, type Stored, type StoredAudience, type StoredRow } from './stored';

interface Wanted {
  readonly id: string;
  readonly indicatorId: string;
  readonly source: number;
  /** Absent where it is gone. */
  readonly projection: string | undefined;
}

/**
 * The oracle: everything in which the world differs from what the items of the Exchange alone, by the pure core,
 * say that each audience must hold and each member must be told. Nothing when all agree.
 */
export async function disagreements(
  world: Community,
  client: DynamoDBDocumentClient,
): Promise<string[]> {
  const stored = await readStored(client, world.tables);
  return [...storedDisagreements(stored), ...(await readerDisagreements(world, client, stored))];
}

/** The same of the tables alone. */
export async function tableDisagreements(
  { tables }: Community,
  client: DynamoDBDocumentClient,
): Promise<string[]> {
  return storedDisagreements(await readStored(client, tables));
}

function storedDisagreements(stored: Stored): string[] {
  const wanted = wantedOf(stored);
  const audiences = new Set([...wanted.keys(), ...stored.audiences.keys()]);
  return [
    ...dueDisagreements(stored),
    ...[...audiences].flatMap((audience) => {
      const held = heldBy(stored, audience);
      return [
        ...rowDisagreements(wanted.get(audience) ?? [], held),
        ...entryDisagreements(held),
        ...headDisagreements(held),
        ...summaryDisagreements(held),
        ...listDisagreements(held),
        ...tagDisagreements(held),
      ].map((text) => `${audience}: ${text}`);
    }),
  ];
}

function wantedOf({ descriptors }: Stored): Map<Audience, Wanted[]> {
  const wanted = new Map<Audience, Wanted[]>();
  for (const descriptor of descriptors) {
    const { id, indicatorId, version: source } = descriptor;
    for (const [audience, shown] of desiredRows(descriptor)) {
      const projection = shown === 'gone' ? undefined : JSON.stringify(shown);
      const list = wanted.get(audience) ?? [];
      wanted.set(audience, [...list, { id, indicatorId, source, projection }]);
    }
  }
  return wanted;
}

function rowDisagreements(wanted: readonly Wanted[], { rows, pointers }: StoredAudience): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const wrong = wanted.flatMap(({ id, indicatorId, source, projection }) => {
    const row = byId.get(id);
    if (!row) return [`row ${id} is missing`];
    if (row.source !== source) return [`row ${id} is of ${row.source}, not of ${source}`];
    if (row.projection !== projection) return [`row ${id} shows ${row.projection ?? 'nothing'}`];
    if (row.indicatorId !== indicatorId) return [`row ${id} is under another indicator`];
    const pointsWell = projection === undefined || pointers.get(id) === indicatorId;
    return pointsWell ? [] : [`no pointer leads to ${id}`];
  });
  const ids = new Set(wanted.map(({ id }) => id));
  const extra = rows.filter(({ id }) => !ids.has(id));
  return [...wrong, ...extra.map(({ id }) => `row ${id} has no item`)];
}

/** Each row stands in every list that it belongs in, and has left those that it stood in at the same place. */
function listDisagreements({ rows, lists }: StoredAudience): string[] {
  const byPlace = new Map(lists.map((pointer) => [`${pointer.token} ${pointer.sk}`, pointer]));
  const wanted = rows.flatMap(({ projection: text, ...row }) => {
    if (text === undefined) return [];
    const sk = placeKey(row);
    return listsOf({ ...row, projection: text }).map((listed) => ({ ...listed, sk }));
  });
  const missing = wanted.flatMap(({ token, sk, text }) => {
    const found = byPlace.get(`${token} ${sk}`);
    if (!found) return [`no pointer in ${token} to ${sk}`];
    const stands = Math.max(0, ...(found.gones ?? [])) < found.at && found.ttl === undefined;
    return stands && found.text === text ? [] : [`the pointer in ${token} to ${sk} is wrong`];
  });
  const places = new Set(rows.map(placeKey));
  const keys = new Set(wanted.map(({ token, sk }) => `${token} ${sk}`));
  // What a writer put that died before its commit is at a place where no row ever was.
  const stale = lists.filter(
    ({ token, sk, at, gones = [], ttl }) =>
      places.has(sk) &&
      !keys.has(`${token} ${sk}`) &&
      (Math.max(0, ...gones) <= at || ttl === undefined),
  );
  return [...missing, ...stale.map(({ token, sk }) => `${sk} has not left ${token}`)];
}

/** Pointers that stand where no row is first seen: a writer put them that died before its commit. */
export function strayPointers({ rows, lists }: StoredAudience): string[] {
  const places = new Set(rows.map(placeKey));
  const stray = lists.filter(
    ({ sk, at, gones = [] }) => !places.has(sk) && Math.max(0, ...gones) < at,
  );
  return stray.map(({ token, sk }) => `${token} ${sk}`);
}

/** What carries a tag is told as of the time that its pointer tells, and so are the tag and its id. */
function tagDisagreements({ rows, lists, tags }: StoredAudience): string[] {
  const at = new Map(lists.map((pointer) => [`${pointer.token} ${pointer.sk}`, pointer.at]));
  return rows.flatMap(({ projection: text, ...row }) => {
    const carried = (JSON.parse(text ?? 'null') as Projection | null)?.tags ?? [];
    return carried.flatMap((tag) => {
      const micros = at.get(`${tokens.tag(tag)} ${placeKey(row)}`) ?? 0;
      const { tagged, tagId: idOf } = indexKeys;
      const keys = [tagged('community', tag, micros, row), idOf('community', tagId(tag))];
      const wanted = [...keys, indexKeys.tag('community', tag)].map(
        ({ pk, sk }) => `${pk.slice('community/'.length)} ${sk}`,
      );
      return wanted.filter((one) => !tags.has(one)).map((one) => `no ${one} of ${row.id}`);
    });
  });
}

/** Each row that ever showed in this epoch has one entry, at its position, and there are no others. */
function entryDisagreements({ rows, entries, head }: StoredAudience): string[] {
  const epoch = head?.epoch ?? 0;
  const expected = rows
    .filter(({ position, projection }) => position > epoch || projection !== undefined)
    .map(({ id, position, projection }) => `${position} ${id} ${projection}`);
  const found = entries.map(({ id, sk, projection }) => `${sk} ${id} ${projection}`);
  return [
    ...expected.filter((entry) => !found.includes(entry)).map((entry) => `no entry ${entry}`),
    ...found.filter((entry) => !expected.includes(entry)).map((entry) => `an entry ${entry}`),
  ];
}

function headDisagreements({ entries, head }: StoredAudience): string[] {
  if (!head) return entries.length === 0 ? [] : ['no head'];
  const live = entries.filter(({ projection }) => projection !== undefined);
  const position = entries.reduce((most, { sk }) => Math.max(most, sk), head.epoch);
  const expected = {
    ...{ position, settled: position, count: live.length },
    digest: digestOf(live.map(({ id, sk }) => ({ id, version: sk }))),
  };
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = head[name as keyof typeof expected];
    return found === value ? [] : [`the head's ${name} is ${found}, not ${value}`];
  });
}

function summaryDisagreements({ rows, summaries }: StoredAudience): string[] {
  const byIndicator = new Map<string, StoredRow[]>();
  for (const row of rows) {
    byIndicator.set(row.indicatorId, [...(byIndicator.get(row.indicatorId) ?? []), row]);
  }
  const ids = new Set([...byIndicator.keys(), ...summaries.keys()]);
  return [...ids].flatMap((id) => {
    const of = byIndicator.get(id) ?? [];
    const counted = of.flatMap(({ projection: text, firstSeen }) => {
      const projection = JSON.parse(text ?? 'null') as Projection | null;
      const isOver = projection && !isLiveOpinion({ ...projection, expiresAt: null }, 0);
      return projection && !isOver ? [{ projection, firstSeen }] : [];
    });
    const expected = summarise(counted, Math.max(...of.map(({ position }) => position)));
    const found = summaries.get(id);
    if (isDeepStrictEqual(found, expected)) return [];
    return [`summary ${id} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
  });
}

/** What is live and ends has a row where the expirer is yet to look. */
function dueDisagreements({ descriptors, due, dueCursor }: Stored): string[] {
  return descriptors.flatMap(({ id, state, opinion: { expiresAt } }) => {
    if (state !== 'live' || expiresAt === null) return [];
    const earliest = minuteOf(microsOf(expiresAt));
    const rows = due.filter((row) => row.id === id && row.minute >= earliest);
    if (rows.length === 0) return [`${id} is nowhere due`];
    const reach = (dueCursor ?? Number.POSITIVE_INFINITY) - dueOverlapMinutes;
    return rows.some(({ minute }) => minute >= reach) ? [] : [`${id} is due where none looks`];
  });
}
