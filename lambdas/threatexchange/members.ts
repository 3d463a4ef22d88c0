import { listDirectory } from '../directory/listings';
import type { GraphContext } from './graph-context';
import type { NodePage } from './paging';
import { readFlag, readList } from './read-params';
import type { GraphNode } from './render';

/** Members who chose to be listed, and the caller, by name. */
export async function listMembers({ request, caller, deps }: GraphContext): Promise<NodePage> {
  const { id, name } = caller.member;
  const only = readList(request.params, 'app_ids');
  if (readFlag(request.params, 'me')) return { nodes: [listedNode({ id, name })] };
  const listed = new Map([[id, listedNode({ id, name })]]);
  for (let after: string | undefined | null; after !== null; ) {
    const page = await listDirectory(after, deps);
    for (const member of page.members) listed.set(member.id, listedNode(member));
    after = page.next;
  }
  const wanted = [...listed.values()].filter((node) => only?.includes(node.id) ?? true);
  return { nodes: wanted.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly contact?: string | undefined;
}

/** Its contact, where that is an address for mail. */
function listedNode({ id, name, contact }: Listed): GraphNode & { readonly name: string } {
  const email = contact?.includes('@') ? contact : undefined;
  const fields = { name: () => name, email: () => email };
  return { id, name, defaults: ['id', 'name', 'email'], fields };
}
