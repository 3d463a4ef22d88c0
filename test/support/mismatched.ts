import { accessOf } from '../../lambdas/contracts/policy-table';
import type { Route } from '../../lambdas/contracts/route';
import type { Community } from './community';
import { ownGroup } from './groups';
import { seeded } from './hostile';
import { firstKind } from './twin-world-looks';
import { Pool } from './twin-world-pool';
import { sampleOf } from './twin-world-samples';

/** Ids of each kind that a path can name, of alice and of a stranger to her. */
export type Ids = Readonly<Record<string, Pair>>;

interface Pair {
  readonly mine: string;
  readonly theirs: string;
}

const absent = '4611686018427387905';

/** A world in which alice and carol have one of everything, and share nothing. */
export async function strangers(world: Community): Promise<Ids> {
  const { call, index, alice, carol, operator } = world;
  const own = async (token: string, line: string, body: object) =>
    (await call(line, { token, body })).body;
  const pairOf = async (make: (member: typeof alice) => Promise<string>): Promise<Pair> => ({
    ...{ mine: await make(alice), theirs: await make(carol) },
  });
  const descriptors = await pairOf(async ({ id, token }) => {
    const audience = { members: [id] };
    const body = { value: `${id}.example`, status: 'MALICIOUS', audience };
    return (await own(token, 'POST /v1/descriptors', body)).id;
  });
  await index();
  const groups = await pairOf(async (member) => (await ownGroup(world, member)).id);
  const credentials = await pairOf(async ({ token }) => {
    return (await own(token, 'POST /v1/credentials', { name: 'One', role: 'reader' })).id;
  });
  const indicators = await pairOf(async ({ id, token }) => {
    const line = `GET /v1/indicators?value=${id}.example`;
    return (await call(line, { token })).body.id;
  });
  const comments = await pairOf(async (member) => {
    const at = member.id === alice.id ? indicators.mine : indicators.theirs;
    const body = { text: 'Seen', audience: { members: [member.id] } };
    return (await own(member.token, `POST /v1/indicators/${at}/comments`, body)).id;
  });
  const none = { mine: absent, theirs: absent };
  const watches = await pairOf(async ({ token }) => {
    const body = { name: 'Mine', conditions: [{ exact: ['a.example'] }] };
    return (await own(token, 'POST /v1/watches', body)).id;
  });
  const endpoints = await pairOf(async ({ token }) => {
    return (await own(token, 'POST /v1/endpoints', { url: 'https://hook.example.com/' })).id;
  });
  await index();
  const inviting = await ownGroup(world, carol);
  const invite = { token: carol.token, body: { memberId: operator.id } };
  await call(`POST /v1/groups/${inviting.id}/invitations`, invite);
  const members = { mine: alice.id, theirs: carol.id };
  const feeds = { mine: `member:${alice.id}`, theirs: `member:${carol.id}` };
  // Who is in a group already may accept again.
  const invitations = { mine: groups.mine, theirs: inviting.id };
  return {
    ...{ descriptors, groups, credentials, indicators, members, feeds, invitations },
    applications: none,
    ...{ comments, watches, endpoints },
    ...{ relations: none, matches: none, deliveries: none },
  };
}

/** Every path of a route in which an id is not what it should be: another's, another object's, of another kind. */
export function mismatchedPaths(route: Route, ids: Ids): string[] {
  const parts = route.path.split('/');
  const isOperators = accessOf(route.operationId) === 'operate';
  const choices = parts.map((part, at): readonly Choice[] => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name ? choicesOf(route, name, parts[at - 1] ?? '', ids) : [{ text: part, whose: 'any' }];
  });
  return choices
    .reduce<Choice[][]>((paths, each) => paths.flatMap((p) => each.map((c) => [...p, c])), [[]])
    .filter((path) => isMismatched(path, isOperators))
    .map((path) => path.map(({ text }) => encodeURIComponent(text)).join('/'));
}

interface Choice {
  readonly text: string;
  readonly whose: 'any' | 'mine' | 'theirs' | 'wrong';
}

/** An operator may name any member; what belongs to a member must then be that member's. */
function isMismatched(path: readonly Choice[], isOperators: boolean): boolean {
  const owners = new Set(path.map(({ whose }) => whose).filter((whose) => whose !== 'any'));
  if (owners.has('wrong')) return true;
  return isOperators ? owners.size > 1 : owners.has('theirs');
}

function choicesOf(route: Route, name: string, noun: string, ids: Ids): Choice[] {
  // Which reaction it is names nobody's object.
  if (noun === 'reactions') return [{ text: 'HELPFUL', whose: 'any' }];
  const kind = ids[name === 'memberId' ? 'members' : noun];
  if (!kind) {
    if (name === 'id' || name.endsWith('Id')) throw new Error(`which ids does ${route.path} take?`);
    const { [name]: text } = sample(route.params, route, 1) as Record<string, string>;
    return [{ text: String(text), whose: 'wrong' }];
  }
  // The feed of a group of one's own is there.
  const isRight = (other: string) =>
    other === noun || (noun === 'feeds' && ['groups', 'invitations'].includes(other));
  const others = Object.entries(ids).filter(([other]) => other !== 'feeds' && !isRight(other));
  const spell = (id: string) => (noun === 'feeds' ? `group:${id}` : id);
  const wrong = [...others.map(([, { mine }]) => mine), absent].filter((id) => id !== kind.mine);
  return [
    { text: kind.mine, whose: 'mine' },
    { text: kind.theirs, whose: 'theirs' },
    ...[...new Set(wrong)].map((id): Choice => ({ text: spell(id), whose: 'wrong' })),
  ];
}

/** A body or query that the route's schema takes; another for each seed. */
export function sample(schema: Route['body'], route: Route, seed: number): unknown {
  if (!schema) return undefined;
  const pool = new Pool();
  return sampleOf(schema, '', {
    ...{ pool, aim: 'absent', draw: seeded(seed), kind: firstKind(route), version: 1 },
  });
}
