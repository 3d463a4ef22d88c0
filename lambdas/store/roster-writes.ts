import { limits } from '../core/descriptor';
import type { GroupRole, RosterChange } from '../core/group';
import { lists, membershipKey, membershipsKey, profileKey } from './directory-keys';
import type { Written } from './group-rows';
import type { Write } from './transaction';

/** The member's own record of its membership, as it is after a change. */
export function rosterWrites(TableName: string, next: Written, change: RosterChange): Write[] {
  const { memberId, from, to } = change;
  const Key = membershipKey(next.id, memberId);
  const isStill = {
    ConditionExpression: '#role = :from',
    ExpressionAttributeNames: { '#role': 'role' },
  };
  if (!from && to) return joinWrites(TableName, next, memberId, to);
  if (from && to) {
    const ExpressionAttributeValues = { ':from': from, ':to': to, ':by': next.by };
    const ExpressionAttributeNames = { '#role': 'role', '#by': 'by' };
    const UpdateExpression = 'SET #role = :to, #by = :by';
    return [
      {
        Update: {
          TableName,
          Key,
          UpdateExpression,
          ...isStill,
          ExpressionAttributeNames,
          ExpressionAttributeValues,
        },
      },
    ];
  }
  return [
    { Delete: { TableName, Key, ...isStill, ExpressionAttributeValues: { ':from': from } } },
    counted(TableName, next, memberId, -1),
  ];
}

/** A membership is of an active member that is in less groups than the limit, whatever happens meanwhile. */
function joinWrites(TableName: string, next: Written, memberId: string, role: GroupRole): Write[] {
  const membership = {
    groupId: next.id,
    memberId,
    role,
    joinedAt: next.rosterVersion,
    by: next.by,
  };
  const list = { listKey: lists.roster(next.id), listSort: memberId };
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
function counted(TableName: string, next: Written, memberId: string, by: 1 | -1): Write {
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
