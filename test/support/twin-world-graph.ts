import type { Route } from '../../lambdas/contracts/route';
import { tagId } from '../../lambdas/core/tag';
import { seeded } from './hostile';
import type { Request } from './twin-world-looks';
import { type Aim, aims, type Pool } from './twin-world-pool';
import { values } from './twin-world-samples';

const kinds = ['descriptors', 'indicators', 'groups', 'members'] as const;
const edges = [
  ...['descriptors', 'related', 'tags', 'members', 'threat_updates', 'tagged_objects'],
  'subscriptions',
];
const everything = [
  ...['indicator', 'type', 'owner', 'tags', 'reactions', 'my_reactions', 'privacy_type', 'name'],
  'descriptors{owner{name},tags,reactions,privacy_members,added_on,last_updated}',
  ...['related', 'last_updated', 'should_delete', 'status', 'applications_with_opinions'],
].join(',');
const tags = ['tag0', 'tag1', 'tag2', 'tag3', 'all'];

/** What is asked of ThreatExchange's graph, whose paths are in no contract. */
export function graphLooks(pool: Pool): Request[] {
  return [
    ...aims.flatMap((aim) => kinds.flatMap((kind, n) => looksAtOne(kind, aim, pool, n))),
    ...searches(),
    ...aims.flatMap((aim) => writes(aim, pool)),
  ];
}

function looksAtOne(kind: string, aim: Aim, pool: Pool, n: number): Request[] {
  const draw = seeded(70_000 + n);
  const ids = Array.from({ length: 3 }, () => pool.draw(kind, aim, draw));
  const fields = `fields=${everything}`;
  return [
    ...ids.map((id) => graphLook(`GET /v6.0/${id}?${fields}`, aim)),
    ...edges.map((edge) => graphLook(`GET /${ids[0]}/${edge}?${fields}`, aim)),
    graphLook(`GET /?ids=${ids.join(',')}&${fields}`, aim),
    graphLook(`GET /?ids=${ids.join(',')}&privacy_group=${pool.draw('groups', aim, draw)}`, aim),
  ];
}

function searches(): Request[] {
  const asked = [
    ...['threat_exchange_members', 'threat_privacy_groups', 'threat_descriptors?limit=3'],
    ...values.map((value) => `threat_descriptors?text=${encodeURIComponent(value)}`),
    ...values.map((value) => `threat_indicators?strict_text=1&text=${encodeURIComponent(value)}`),
    ...['', ...tags, 't', 'graph'].map((text) => `threat_tags?text=${text}`),
    ...tags.map((tag) => `threat_descriptors?tags=${tag}&include_expired=1&fields=${everything}`),
    ...tags.map((tag) => `${tagId(tag)}?fields=id,text`),
    ...tags.map((tag) => `${tagId(tag)}/tagged_objects`),
    ...tags.map((tag) => `${tagId(tag)}/tagged_objects?tagged_since=2`),
  ];
  const subscribed = tags.map((tag) => `POST /v2.9/${tagId(tag)}?subscribed=true`);
  return [...asked.map((path) => `GET /v2.9/${path}`), ...subscribed].map((line) =>
    graphLook(line, 'visible'),
  );
}

function writes(aim: Aim, pool: Pool): Request[] {
  const draw = seeded(80_000);
  const [descriptor, indicator, other, group] = [
    ...['descriptors', 'indicators', 'indicators', 'groups'].map((kind) =>
      pool.draw(kind, aim, draw),
    ),
  ];
  const said =
    'indicator=a.example&type=DOMAIN&description=x&status=SUSPICIOUS&share_level=AMBER&privacy_type';
  return [
    `POST /${descriptor}?reactions=HELPFUL`,
    `POST /${descriptor}?status=SUSPICIOUS`,
    `POST /${indicator}/related?related_id=${other}`,
    `POST /threat_descriptors?${said}=HAS_PRIVACY_GROUP&privacy_members=${group}`,
    `POST /threat_descriptors?${said}=HAS_PRIVACY_GROUP_AND_WHITELIST&privacy_members=${group}`,
    `POST /threat_tags?text=graph&objects=${descriptor}`,
    `DELETE /${indicator}/related?related_id=${other}`,
  ].map((line) => graphLook(line, aim));
}

function graphLook(line: string, aim: Aim): Request {
  return { route: graphRoute, aim, line, call: { headers: {} } };
}

/** No route of the contract: it stands for the graph where a look names one. */
export const graphRoute: Route = {
  operationId: 'graphRead',
  method: 'GET',
  path: '/graph/objects',
  function: 'threatexchange',
  summary: 'What the graph tells',
  replies: {},
  isRead: true,
};
