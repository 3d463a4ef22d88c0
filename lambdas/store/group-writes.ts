import { limits } from '../core/descriptor';
import type { Group, GroupRole, RosterChange } from '../core/group';
import type { HistoryLine } from '../core/group-history';
import {
  groupPartition,
  membershipKey,
  membershipsKey,
  profileKey,
  sortable,
} from './directory-keys';
import type { StoredGroup } from './group-rows';
import type { Write } from './transaction';

/** All that one change of a group writes, in one transaction. */
export interface GroupChange {
  readonly next: StoredGroup;
  readonly roster?: RosterChange;
  readonly line: Omit<HistoryLine, 'version'>;
}

/** The writes of a change, each with the condition that what was read still holds. */
export function writesOf(
  table: string,
  old: Group | undefined,
  { next, roster, line }: GroupChange,
): Write[] {
  return [
    groupPut(table, old, next),
    historyPut(table, next, line),
    ...(roster ? rosterWrites(table, next, roster) : []),
  ];
}

/** Every change of a group goes by what was read of it: whatever else was read after it held, too. */
function groupPut(TableName: string, old: Group | undefined, next: StoredGroup): Write {
  const list = { listKey: 'groups', listSort: next.id };
  const Item = { ...profileKey.ofGroup(next.id), ...list, ...next };
  if (!old) return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: 'version = :version AND rosterVersion = :roster',
      ExpressionAttributeValues: { ':version': old.version, ':roster': old.rosterVersion },
    },
  };
}

/** What is about one member can be listed by that member. */
function historyPut(TableName: string, next: Group, line: GroupChange['line']): Write {
  const version = Math.max(next.version, next.rosterVersion);
  const { memberId } = line;
  const own = memberId && {
    listKey: `history/${next.id}/${memberId}`,
    listSort: sortable(version),
  };
  const keys = { pk: groupPartition(next.id), sk: `history/${sortable(version)}` };
  return { Put: { TableName, Item: { ...keys, ...own, ...line, version } } };
}

function rosterWrites(TableName: string, next: Group, change: RosterChange): Write[] {
  const { memberId, from, to } = change;
  const Key = membershipKey(next.id, memberId);
  const isStill = {
    ConditionExpression: '#role = :from',
    ExpressionAttributeNames: { '#role': 'role' },
  };
  if (!from && to) return joinWrites(TableName, next, memberId, to);
  if (from && to) {
    const ExpressionAttributeValues = { ':from': from, ':to': to };
    const UpdateExpression = 'SET #role = :to';
    return [
      { Update: { TableName, Key, UpdateExpression, ...isStill, ExpressionAttributeValues } },
    ];
  }
  return [
    { Delete: { TableName, Key, ...isStill, ExpressionAttributeValues: { ':from': from } } },
    counted(TableName, next, memberId, -1),
  ];
}

/** A membership is of an active member that is in less groups than the limit, whatever happens meanwhile. */
function joinWrites(TableName: string, next: Group, memberId: string, role: GroupRole): Write[] {
  const membership = { groupId: next.id, memberId, role, joinedAt: next.rosterVersion };
  const list = { listKey: `group/${next.id}`, listSort: memberId };
  const Item = { ...membershipKey(next.id, memberId), ...list, ...membership };
  return [
    { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    counted(TableName, next, memberId, 1),
    {
      ConditionCheck: {
        TableName,
        Key: profileKey.ofMember(memberId),
        ConditionExpression: '#state = :active AND organisationClass <> :operator',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':active': 'active', ':operator': 'operator' },
      },
    },
  ];
}

/** The member's own count, and since when its audiences are what they are. */
function counted(TableName: string, next: Group, memberId: string, by: 1 | -1): Write {
  const hasRoom = 'attribute_not_exists(#count) OR #count < :most';
  return {
    Update: {
      TableName,
      Key: membershipsKey(memberId),
      UpdateExpression: 'SET changedAt = :now ADD #count :by',
      ...(by > 0 ? { ConditionExpression: hasRoom } : {}),
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':now': next.rosterVersion,
        ':by': by,
        ...(by > 0 ? { ':most': limits.groupsOfMember } : {}),
      },
    },
  };
}
