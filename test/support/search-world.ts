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
const statuses = ['MALICIOUS', 'NON_MALICIOUS', 'SUSPICIOUS', 'UNKNOWN'];
const tags = ['emotet', 'phishing', 'misp-galaxy:threat-actor="Turla, Group"', 'apt29'];

/** One thing that a member does at random: it says, says otherwise, shares with fewer, or takes back. */
export async function actAtRandom(world: Community, draw: Draw): Promise<void> {
  const member = pick([world.alice, world.bob, world.carol], draw);
  const value = pick(searchedValues, draw);
  const told = await sayAtRandom(world, member, value, draw);
  const act = draw();
  if (act < 0.1) {
    await world.call(`DELETE /v1/descriptors/${told.id}`, { token: member.token });
  } else if (act < 0.2) {
    const body = { version: told.version, audience: { members: [member.id] } };
    await world.call(`PATCH /v1/descriptors/${told.id}`, { token: member.token, body });
  }
  await world.index();
  world.wait(1 + Math.floor(draw() * 600));
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
  return said as { readonly id: string; readonly version: number };
}
