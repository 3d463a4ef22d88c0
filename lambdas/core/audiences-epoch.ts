import { createHash } from 'node:crypto';
import type { Caller } from './caller';

/**
 * Another one whenever a member's set of audiences is another, also where a group was left and joined again in
 * between: a client that finds it changed looks which of its copies it may still keep.
 */
export function audiencesEpoch({
  member,
  audiences,
}: Pick<Caller, 'member' | 'audiences'>): string {
  const set = JSON.stringify([member.groupsChangedAt, [...audiences].sort()]);
  return createHash('sha256').update(set).digest('base64url').slice(0, 22);
}
