import type { Community, TestMember } from './community';
import type { Draw } from './hostile';
import { pick } from './twin-world-pool';

/** Values that meet in hosts, networks and beginnings. */
export const searchedValues = [
  ...['evil.example', 'a.evil.example', 'b.a.evil.example', 'notevil.example', 'evil.duckdns.org'],
  ...['https://a.evil.example/login', 'http://evil.example:8080/x', 'https://192.0.2.7/gate'],
  ...['192.0.2.7', '192.0.2.0/24', '192.0.0.0/16', '192.0.2.128/25', '198.51.100.9', '10.0.0.0/7'],
  ...['2001:db8::1', '2001:db8::/32', '2001:db8:0:1::/64', '192.0.2.7:443', 'mail@evil.example'],
  ...['d'.repeat(32), 'e'.repeat(64), 'CVE-2026-1234'],
];

const descriptions = ['Emotet loader seen', 'phishing of a bank', 'seen again', ''];
const comments = ['a beacon, seen', 'Emotet again?', 'beacon of emotet', 'no'];
const statuses = ['MALICIOUS', 'NON_MALICIOUS', 'SUSPICIOUS', 'UNKNOWN'];
const tags = ['emotet', 'phishing', 'misp-galaxy:threat-actor="Turla, Group"', 'apt29'];

/** A world of which one remembers what was said in it. */
export interface SearchedWorld extends Community {
  /** Ids of opinions, by their owner. */
  readonly opinions: Map<string, Set<string>>;
}

/** One thing that a member does at random: it says, says otherwise, shares with fewer, talks of it, or takes back. */
export async function actAtRandom(world: SearchedWorld, draw: Draw): Promise<void> {
  const member = pick([world.alice, world.bob, world.carol], draw);
  const value = pick(searchedValues, draw);
  const told = await sayAtRandom(world, member, value, draw);
  world.opinions.set(member.id, (world.opinions.get(member.id) ?? new Set()).add(told.id));
  if (draw() < 0.4) await talkAtRandom(world, told.indicatorId, draw);
  const act = draw();
  if (act < 0.1) {
    await world.call(`DELETE /v1/descriptors/${told.id}`, { token: member.token });
  } else if (act < 0.2) {
    const body = { version: told.version, audience: { members: [member.id] } };
    await world.call(`PATCH /v1/descriptors/${told.id}`, { token: member.token, body });
  }
  await world.index();
  world.wait(1 + Math.floor(draw() * 600));
  if (draw() < 0.1) await world.expire();
  await world.index();
}

/** A comment or a reaction to those who see it or to oneself, or a comment edited or taken back. */
async function talkAtRandom({ call, ...world }: SearchedWorld, id: string, draw: Draw) {
  const { token, id: mine } = pick([world.alice, world.bob, world.carol], draw);
  await world.index();
  const line = `/v1/indicators/${id}/comments`;
  const { body: said } = await call(`GET ${line}`, { token });
  const own = said.comments?.find(({ owner }: { owner: string }) => owner === mine);
  const text = pick(comments, draw);
  const act = draw();
  if (act < 0.3) {
    const path = `/v1/indicators/${id}/reactions/${pick(['HELPFUL', 'OUTDATED'], draw)}`;
    await call(`PUT ${path}`, { token, body: {} });
  } else if (own && act < 0.5) {
    await call(`DELETE /v1/comments/${own.id}`, { token });
  } else if (own && act < 0.7) {
    await call(`PATCH /v1/comments/${own.id}`, { token, body: { version: own.version, text } });
  } else {
    const audience = pick([{ community: true }, { members: [mine] }], draw);
    await call(`POST ${line}`, { token, body: { text, audience } });
  }
}

async function sayAtRandom(world: Community, member: TestMember, value: string, draw: Draw) {
  const isInGroup = member.id !== world.carol.id;
  const choices = [
    { community: true },
    { community: true, members: [world.bob.id] },
    { members: [world.bob.id] },
    ...(isInGroup
      ? [{ groups: [world.group.id] }, { community: true, groups: [world.group.id] }]
      : []),
  ];
  const active = new Date(world.time.micros / 1000 - draw() * 5e6).toISOString();
  const body = {
    ...{ value, status: pick(statuses, draw), audience: pick(choices, draw) },
    description: pick(descriptions, draw),
    tags: tags.filter(() => draw() < 0.4),
    severity: pick(['UNKNOWN', 'WARNING', 'SEVERE'], draw),
    reviewStatus: pick(['UNKNOWN', 'REVIEWED_MANUALLY'], draw),
    tlp: pick(['GREEN', 'AMBER'], draw),
    ...(draw() < 0.7 ? { confidence: Math.floor(draw() * 101) } : {}),
    ...(draw() < 0.5 ? { firstActiveAt: active } : {}),
    ...(draw() < 0.15
      ? { expiresAt: new Date(world.time.micros / 1000 + 30 * 60_000).toISOString() }
      : {}),
  };
  const { body: said } = await world.call('POST /v1/descriptors', { token: member.token, body });
  return said as { readonly id: string; readonly indicatorId: string; readonly version: number };
}
