import { fieldProblem } from '../contracts/field-problem';
import { createGroupBody, patchGroupBody } from '../contracts/groups.contract';
import { groupLimits } from '../core/group';
import type { GroupView } from '../core/group-view';
import { DomainError } from '../core/problem';
import { createGroup } from '../groups/create-group';
import { inviteMember } from '../groups/invite-member';
import { removeMember } from '../groups/move-member';
import { patchGroup } from '../groups/patch-group';
import { listMyGroups, readRoster } from '../groups/read-groups';
import type { GraphContext } from './graph-context';
import { badParameter, missing } from './graph-error';
import { isId } from './graph-request';
import { groupNode } from './group-nodes';
import { memberNode } from './nodes';
import type { NodePage } from './paging';
import { readFlag, readList } from './read-params';

/** A group of the caller's; whom it names it invites, since nobody is put into a group. */
export async function postGroup(context: GraphContext): Promise<object> {
  const { request, caller, deps } = context;
  context.require('graphAdminister');
  for (const name of ['name', 'description']) {
    if (!request.params[name]?.trim()) throw badParameter(name, 'is required.');
  }
  const invited = namedMembers(context) ?? [];
  const flags = { membersCanSee: false, membersCanUse: false };
  const { data, error } = createGroupBody.safeParse({ ...flags, ...profileIn(context) });
  if (!data) throw fieldProblem(error);
  const { value } = await createGroup(data, caller, undefined, deps);
  for (const memberId of invited) await invite(value.id, memberId, context);
  return { id: value.id };
}

function profileIn({ request: { params } }: GraphContext): object {
  const { name, description } = params;
  const fields = {
    ...{ name, description },
    membersCanSee: readFlag(params, 'members_can_see'),
    membersCanUse: readFlag(params, 'members_can_use'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function namedMembers({ request, caller }: GraphContext): string[] | undefined {
  const ids = readList(request.params, 'members');
  if (!ids) return undefined;
  if (!ids.every(isId)) throw badParameter('members', 'must be ids of members, with commas.');
  if (ids.length > groupLimits.pending) {
    throw badParameter('members', `are at most ${groupLimits.pending} at once.`);
  }
  return [...new Set(ids)].filter((id) => id !== caller.member.id);
}

async function invite(groupId: string, memberId: string, context: GraphContext): Promise<void> {
  const { caller, deps } = context;
  try {
    const asking = { caller, idempotency: undefined };
    await inviteMember({ groupId, memberId, message: '' }, asking, deps);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'group.already_member')) throw error;
  }
}

/** Changes what a group is, and makes the list its members: who is not on it goes, who is new to it is invited. */
export async function editGroup({ id, version }: GroupView, context: GraphContext): Promise<void> {
  context.require('graphAdminister');
  const { caller, deps } = context;
  const asking = { caller, idempotency: undefined };
  const wanted = namedMembers(context);
  const { data, error } = patchGroupBody.safeParse({ version, ...profileIn(context) });
  if (!data) throw fieldProblem(error);
  await patchGroup(id, data, asking, deps);
  if (!wanted) return;
  const present = (await readWholeRoster(id, context)).map((member) => member.id);
  const leaving = present.filter((one) => !wanted.includes(one) && one !== caller.member.id);
  for (const memberId of leaving) await removeMember({ groupId: id, memberId }, asking, deps);
  for (const memberId of wanted.filter((one) => !present.includes(one))) {
    await invite(id, memberId, context);
  }
}

async function readWholeRoster(groupId: string, { caller, deps }: GraphContext) {
  const members: { readonly id: string; readonly name: string }[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await readRoster({ groupId, after: after ?? undefined }, caller, deps);
    members.push(...page.members);
    after = page.next;
  }
  return members;
}

/** Whoever may see the roster sees the names in it. */
export async function listGroupMembers(id: string, context: GraphContext): Promise<NodePage> {
  const members = await readWholeRoster(id, context);
  const nodes = members.map((one) => ({
    ...memberNode(one.id, context),
    fields: { name: () => one.name },
  }));
  return { nodes };
}

/** The caller's groups: all that it is in, or those that it owns. */
export async function listGroups(
  context: GraphContext,
  isWanted: (group: GroupView) => boolean = () => true,
): Promise<NodePage> {
  const { request, caller, deps } = context;
  const { name, description } = request.params;
  const { groups } = await listMyGroups(caller, deps);
  const found = groups
    .filter(isWanted)
    .filter((group) => includes(group.name, name) && includes(group.description, description));
  return { nodes: found.map(groupNode) };
}

/** The lists of an app's groups: of the caller's alone. */
export function listGroupsOf(id: string, edge: string, context: GraphContext): Promise<NodePage> {
  if (id !== context.caller.member.id) throw missing('GET');
  const isOwned = edge.endsWith('_owner');
  return listGroups(context, ({ role }) => !isOwned || role === 'owner');
}

function includes(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}
