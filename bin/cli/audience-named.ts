import { usage } from './command';
import { type Connection, groupId } from './connection';

/** An audience as the feed's address has it, by how a person says it. */
export function audienceNamed(name: string, { memberId, file }: Connection): string {
  if (name === 'community' || name.startsWith('member:')) return name;
  if (name === 'me') return `member:${memberId}`;
  if (name.startsWith('group:')) return `group:${groupId(name.slice('group:'.length), file)}`;
  throw usage(`'${name}' is no audience: community, me, group:<id or name>, member:<id>`);
}
