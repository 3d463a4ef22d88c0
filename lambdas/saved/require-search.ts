import { fieldProblem } from '../contracts/field-problem';
import { exportedFields, type Question } from '../contracts/saved-searches.contract';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import type { NamedStore } from '../store/named-store';

const pointer = '/definition/saved';

/** What a list is to be made of is there, and may leave the exchange. It may change later: the list says so then. */
export async function requireSearch(
  name: string,
  { member }: Caller,
  searches: Pick<NamedStore<Question>, 'read'>,
): Promise<void> {
  const saved = await searches.read(member.id, name);
  if (!saved) {
    throw new DomainError('field.invalid', 'You have saved no search under this name.', {
      pointer,
    });
  }
  const { error } = exportedFields.safeParse(saved.content);
  if (error) throw fieldProblem(error, pointer);
}
