import { publishDescriptorBody } from '../../lambdas/contracts/descriptors.contract';
import type { Audience } from '../../lambdas/core/audience';
import type { Descriptor } from '../../lambdas/core/descriptor';
import { defaultGovernance } from '../../lambdas/core/governance';
import { idMaker } from '../../lambdas/core/id';
import type { Keys } from '../../lambdas/core/keys';
import { knownGood } from '../../lambdas/core/known-good/look-up';
import type { Member } from '../../lambdas/core/member';
import { examiner } from '../../lambdas/core/screen/examiner';
import { draftDescriptor } from '../../lambdas/exchange/publish-descriptor';
import type { Writer } from '../../lambdas/exchange/writer';
import { descriptorAt } from '../scene';
import type { Values } from '../values';

/** Who has published what is stored, to whom, in which exchange. */
export interface Author {
  readonly owner: string;
  readonly audience: Audience;
  readonly keys: Keys;
}

/** What is stored was published from here on, the same in every store, and so with the same sizes. */
const firstMoment = Date.parse('2026-01-01T00:00:00Z') * 1000;
/** Not of round microseconds: a number's size is that of its digits. */
const microsApart = 1_009;

export function momentOf(index: number): number {
  return firstMoment + index * microsApart;
}

const lists = knownGood([]);
const examine = examiner(async () => lists);

/** The descriptor that the API would write for a request of the bench. */
export async function draftStored(
  { owner, audience, keys }: Author,
  values: Values,
  index: number,
): Promise<Descriptor> {
  const request = publishDescriptorBody.parse(descriptorAt(values, index));
  const deps = { makeId: idMaker(keys.ids), now: () => momentOf(index), examine };
  const writer = {
    caller: callerOf(owner),
    address: async () => [audience],
    idempotency: undefined,
  };
  return (await draftDescriptor(request, writer, deps)).descriptor;
}

/** Its credential's id is as long as any. */
function callerOf(id: string): Writer['caller'] {
  const member: Member = {
    ...{ id, name: 'Author', organisationClass: 'company', state: 'active' },
    ...{ groups: [], ownedGroups: [], groupsChangedAt: 0 },
  };
  return { member, credential: { id, role: 'machine' }, governance: defaultGovernance };
}
