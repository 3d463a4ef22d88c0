import { type Credential, callApi } from './api';
import { demoDescriptors } from './descriptors';

export interface Community {
  readonly baseUrl: string;
  readonly operator: Credential;
  readonly members: readonly (Credential & { readonly name: string })[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

const memberNames = ['Alder Bank', 'Birch Cloud', 'Cedar Retail'] as const;
const groupName = 'Finance';

/** Three members, a privacy group of the first two, and what they published on their first day. */
export async function seedCommunity(baseUrl: string, operator: Credential): Promise<Community> {
  const asOperator = <T>(line: string, body: unknown) =>
    callApi<T>(baseUrl, operator.token, line, body);
  const members = [];
  for (const name of memberNames) {
    const { id } = await asOperator<{ id: string }>('POST /v1/members', { name });
    const issued = await asOperator<{ token: string }>(`POST /v1/members/${id}/credentials`, {});
    members.push({ name, id, token: issued.token });
  }
  const group = await asOperator<{ id: string }>('POST /v1/groups', { name: groupName });
  const financiers = members.slice(0, 2).map(({ id }) => id);
  await asOperator(`PUT /v1/groups/${group.id}/members`, { members: financiers });
  const community = { baseUrl, operator, members, groups: [{ id: group.id, name: groupName }] };
  for (const member of members) await publishDemo(community, member);
  return community;
}

async function publishDemo(
  { baseUrl, members, groups }: Community,
  { name, token }: Community['members'][number],
): Promise<void> {
  const audienceOf = (to: string) => {
    if (to === 'community') return { community: true };
    if (to === 'group') return { groups: groups.map(({ id }) => id) };
    return { members: members.filter((member) => member.name === to).map(({ id }) => id) };
  };
  const descriptors = demoDescriptors
    .filter(({ owner }) => owner === name)
    .map(({ owner: _, to, ...rest }) => ({ ...rest, audience: audienceOf(to) }));
  const { results } = await callApi<{ results: { status: number }[] }>(
    baseUrl,
    token,
    'POST /v1/descriptors/batch',
    { descriptors },
  );
  const refused = results.filter(({ status }) => status >= 400);
  if (refused.length > 0) throw new Error(`the demo was refused: ${JSON.stringify(refused[0])}`);
}
