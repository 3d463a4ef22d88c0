import type { z } from 'zod';
import type { patchGroupBody } from '../contracts/groups.contract';
import { byOf } from '../core/by';
import { type Group, type GroupTexts, nextGroupVersion } from '../core/group';
import { type GroupView, groupView } from '../core/group-view';
import { DomainError } from '../core/problem';
import type { StoredGroup } from '../store/group-rows';
import type { GroupChange } from '../store/group-store';
import { type Asking, changeGroup } from './change-group';
import { findGroup, placeIn, requireOwner } from './find-group';
import type { GroupDeps } from './group-deps';

export type PatchGroupRequest = z.output<typeof patchGroupBody>;

/** Changes what a group is, if it is still the version that the owner read. */
export async function patchGroup(
  groupId: string,
  patch: PatchGroupRequest,
  asking: Asking,
  deps: GroupDeps,
): Promise<GroupView> {
  const { groups } = deps;
  const decide = async (old: StoredGroup | undefined) => {
    const found = await placeIn(old, groupId, asking.caller, groups);
    requireOwner(found);
    if (found.group.version !== patch.version) throw stale(found.group);
    return patched(found.group, await groups.readTexts(groupId), patch, asking, deps);
  };
  await changeGroup(groupId, asking, decide, deps);
  const { group, standing } = await findGroup(groupId, asking.caller, groups);
  return groupView(group, standing, await groups.readTexts(groupId));
}

function patched(
  old: StoredGroup,
  oldTexts: GroupTexts,
  { version: _, charter, contributionRule, ...fields }: PatchGroupRequest,
  { caller }: Asking,
  { now }: Pick<GroupDeps, 'now'>,
): GroupChange | undefined {
  const texts = {
    charter: charter ?? oldTexts.charter,
    contributionRule:
      contributionRule === undefined ? oldTexts.contributionRule : JSON.stringify(contributionRule),
  };
  const profile = { ...old, ...given(fields) };
  const changed = [...differences(old, profile), ...differences(oldTexts, texts)];
  if (changed.length === 0) return undefined;
  const next = { ...profile, version: nextGroupVersion(old, now()) };
  const flags = flagsAmong(changed, next);
  const line = { event: 'group.changed', by: byOf(caller), changed, flags } as const;
  return { next, texts, line };
}

function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function differences<T extends object>(old: T, next: T): string[] {
  const names = Object.keys(next) as (keyof T & string)[];
  return names.filter((name) => old[name] !== next[name]);
}

function flagsAmong(changed: readonly string[], next: Group): Record<string, boolean> {
  const { membersCanSee, membersCanUse, isListed } = next;
  const flags = Object.entries({ membersCanSee, membersCanUse, isListed });
  return Object.fromEntries(flags.filter(([name]) => changed.includes(name)));
}

function stale({ version }: Group): DomainError {
  return new DomainError(
    'group.version_stale',
    'The group has changed since you read it: read it again and decide anew.',
    { pointer: '/version', extra: { version } },
  );
}
