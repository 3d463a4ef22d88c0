import type { Audience } from '../core/audience';
import { type Recipients, unionOf } from '../core/share-plan';
import type { RecipientsDeps } from './read-recipients';

export interface NamedRecipients {
  readonly members: readonly { readonly id: string; readonly name?: string }[];
  /** Some are not named: too many, or of the community, which tells only how many it is. */
  readonly more: boolean;
}

const namesShown = 100;

/**
 * Who of the recipients may be named: those of groups that show their roster, with name, and those whom the writer
 * named, by the id that it gave. The community tells its number alone.
 */
export async function nameRecipients(
  recipients: Recipients,
  audiences: readonly Audience[],
  { lists }: Pick<RecipientsDeps, 'lists'>,
): Promise<NamedRecipients> {
  const of = (kind: string) => audiences.filter((audience) => audience.startsWith(kind));
  const inGroups = unionOf(recipients, of('group:'));
  const named = new Set([...inGroups, ...unionOf(recipients, of('member:'))]);
  const shown = [...named].sort().slice(0, namesShown);
  const names = await lists.readNames(shown.filter((id) => inGroups.has(id)));
  const members = shown.map((id) => {
    const name = names.get(id);
    return { id, ...(name === undefined ? {} : { name }) };
  });
  return { members, more: shown.length < unionOf(recipients, audiences).size };
}
