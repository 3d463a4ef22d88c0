import { z } from 'zod';
import { by } from './by';
import { groupRoles } from './group';

export const groupEvents = [
  'group.created',
  'group.changed',
  'group.joined',
  'group.left',
  'group.removed',
  'group.role_changed',
] as const;
export type GroupEvent = (typeof groupEvents)[number];

/** What happened to a group, and by whom; kept for ever. */
export const historyLine = z.object({
  /** The version that the change gave to the group; microseconds. */
  version: z.number(),
  event: z.enum(groupEvents),
  /** Whom it is about, where it is about one member. */
  memberId: z.string().optional(),
  /** The role that the member has since. */
  role: z.enum(groupRoles).optional(),
  by,
  /** Who had invited a member that joined. */
  invitedBy: z.string().optional(),
  /** Names of what was changed of the group itself, and the flags as they are since. */
  changed: z.array(z.string()).optional(),
  flags: z.record(z.string(), z.boolean()).optional(),
});
export type HistoryLine = z.infer<typeof historyLine>;

/** Everybody who was ever in a group, by its history. */
export function everMembers(lines: readonly HistoryLine[]): Set<string> {
  const joined = lines.filter(({ event }) => event === 'group.joined' || event === 'group.created');
  return new Set(joined.flatMap(({ memberId }) => memberId ?? []));
}
