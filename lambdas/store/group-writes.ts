import type { By } from '../core/by';
import type { Group, GroupTexts, RosterChange } from '../core/group';
import type { Consent } from '../core/group-consent';
import type { HistoryLine } from '../core/group-history';
import { groupKeys, lists, profileKey, sortable } from './directory-keys';
import type { StoredGroup, Written } from './group-rows';
import { removalWrite } from './removal';
import { rosterWrites } from './roster-writes';
import type { Write } from './transaction';

/** All that one act on a group writes, in one transaction. */
export interface GroupChange {
  /** The group after it; without a line, where only consents change, as it was. */
  readonly next: StoredGroup;
  readonly texts?: GroupTexts;
  readonly roster?: RosterChange;
  readonly line?: Omit<HistoryLine, 'version'>;
  readonly adds?: Consent;
  /** A consent that must be there, and is not any more. */
  readonly takes?: Pick<Consent, 'kind' | 'groupId' | 'memberId'>;
  /** Who does it. */
  readonly by?: By;
  readonly mark?: Write;
}

/** The writes of a change, each with the condition that what was read still holds. */
export function writesOf(table: string, old: Group | undefined, change: GroupChange): Write[] {
  const { next, texts, roster, line, adds, takes, by, mark } = change;
  return [
    line ? groupPut(table, old, { ...next, by: line.by }) : groupCheck(table, next),
    ...(texts
      ? [{ Put: { TableName: table, Item: { ...groupKeys.texts(next.id), ...texts } } }]
      : []),
    ...listingWrites(table, old, next),
    ...(line ? [linePut(table, next, line)] : []),
    ...(roster && line ? rosterWrites(table, { ...next, by: line.by }, roster) : []),
    ...(adds ? [consentPut(table, adds)] : []),
    ...consentDeletes(table, change),
    ...(takes && by ? [takenWrite(table, takes, by)] : []),
    ...(mark ? [mark] : []),
  ];
}

/** Every act on a group goes by what was read of it: then whatever was read after it held, too. */
function unchanged({ version, rosterVersion }: Group) {
  return {
    ConditionExpression: 'version = :version AND rosterVersion = :roster',
    ExpressionAttributeValues: { ':version': version, ':roster': rosterVersion },
  };
}

function groupCheck(TableName: string, old: Group): Write {
  return { ConditionCheck: { TableName, Key: profileKey.ofGroup(old.id), ...unchanged(old) } };
}

function groupPut(TableName: string, old: Group | undefined, next: Written): Write {
  const list = { listKey: lists.groups, listSort: next.id };
  const Item = { ...profileKey.ofGroup(next.id), ...list, ...next };
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  return { Put: { TableName, Item, ...(old ? unchanged(old) : isNew) } };
}

function listingWrites(TableName: string, old: Group | undefined, next: Group): Write[] {
  if ((old?.isListed ?? false) === next.isListed) return [];
  const key = groupKeys.listing(next.id);
  if (!next.isListed) return [{ Delete: { TableName, Key: key } }];
  const list = { listKey: lists.listedGroups, listSort: next.id };
  return [{ Put: { TableName, Item: { ...key, ...list, groupId: next.id } } }];
}

/** What is about one member can be listed by that member. */
function linePut(TableName: string, next: Group, line: Omit<HistoryLine, 'version'>): Write {
  const version = Math.max(next.version, next.rosterVersion);
  const own = line.memberId && {
    listKey: lists.ownLines(next.id, line.memberId),
    listSort: sortable(version),
  };
  return {
    Put: { TableName, Item: { ...groupKeys.line(next.id, version), ...own, ...line, version } },
  };
}

function consentPut(TableName: string, consent: Consent): Write {
  const { kind, groupId, memberId } = consent;
  const list = { listKey: lists.invitations(memberId), listSort: groupId };
  const Item = {
    ...groupKeys.consent(kind, groupId, memberId),
    ...(kind === 'invitation' ? list : {}),
    ...consent,
  };
  return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** Who joins or goes takes both halves with him: an old invitation brings nobody back who was removed. */
function consentDeletes(TableName: string, { next, roster, takes }: GroupChange): Write[] {
  const isMove = roster && (roster.from === undefined) !== (roster.to === undefined);
  const memberId = takes?.memberId ?? (isMove ? roster.memberId : undefined);
  if (memberId === undefined) return [];
  const kinds = isMove ? (['invitation', 'request'] as const) : [takes?.kind ?? 'request'];
  return kinds.map((kind) => ({
    Delete: {
      TableName,
      Key: groupKeys.consent(kind, next.id, memberId),
      ...(takes?.kind === kind ? { ConditionExpression: 'attribute_exists(pk)' } : {}),
    },
  }));
}

function takenWrite(
  TableName: string,
  { kind, groupId, memberId }: NonNullable<GroupChange['takes']>,
  by: By,
): Write {
  return removalWrite(TableName, groupKeys.consent(kind, groupId, memberId), by, memberId);
}
