import { type Graph, graphWorld } from './graph-world';
import { rawRequest } from './raw-request';

const world = graphWorld();

/** What the requests below are about. */
interface Known {
  readonly token: string;
  readonly encoded: string;
  readonly descriptor: string;
  readonly indicator: string;
  readonly other: string;
  readonly tag: string;
  readonly group: string;
  readonly app: string;
}

let known: Promise<Known> | undefined;

async function knownIn({ submit, ask, alice, bob, group }: Graph): Promise<Known> {
  const { body: made } = await submit(bob, '198.51.100.7', { type: 'IP_ADDRESS', tags: 'seen_by' });
  const { body: second } = await submit(bob, 'second.example', { tags: 'seen_by' });
  const toGroup = { privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id };
  await submit(bob, 'in-group.example', toGroup);
  const [{ body: node }, { body: other }, { body: tags }] = [
    await ask(`GET /${made.id}`, alice),
    await ask(`GET /${second.id}`, alice),
    await ask('GET /threat_tags', alice, { text: 'seen_by' }),
  ];
  return {
    ...{ token: alice.token, encoded: encodeURIComponent(alice.token) },
    ...{ descriptor: made.id, indicator: node.indicator.id, other: other.indicator.id },
    ...{ tag: tags.data[0].id, group: group.id, app: alice.id },
  };
}

const details =
  'raw_indicator,type,added_on,last_updated,confidence,owner,privacy_type,review_status,status,severity,share_level,tags,description,reactions,my_reactions';
const ofJava =
  'raw_indicator,type,added_on,last_updated,first_active,last_active,expired_on,confidence,owner,privacy_type,review_status,status,severity,share_level,tags,description';
const ofPytx =
  'added_on%2Cconfidence%2Cdescription%2Cexpired_on%2Cfirst_active%2Cid%2Cindicator%2Clast_active%2Clast_updated%2Cmetadata%2Cmy_reactions%2Cowner%2Cprecision%2Craw_indicator%2Creview_status%2Cseverity%2Cshare_level%2Csource_uri%2Cstatus%2Ctags%2Ctype';
const ofUpdates =
  'indicator,type,last_updated,should_delete,descriptors{id,reactions,owner{id},tags,status}';
const ofGroup =
  'id%2Cmembers_can_see%2Cmembers_can_use%2Cname%2Cdescription%2Clast_updated%2Cadded_on%2Cthreat_updates_enabled';

type Reads = readonly [
  client: string,
  target: (known: Known) => string,
  finds: (known: Known) => string,
];

/** As each client writes its request line, with something that its answer must hold. */
const reads: readonly Reads[] = [
  [
    'te-tag-query in Python: a tag',
    ({ token }) => `/v26.0/threat_tags/?access_token=${token}&text=seen_by`,
    ({ tag }) => tag,
  ],
  [
    'te-tag-query in Python: what is tagged',
    ({ token, tag }) =>
      `/v26.0/${tag}/tagged_objects/?access_token=${token}&limit=10&tagged_since=-1week`,
    () => '"type":"THREAT_DESCRIPTOR"',
  ],
  [
    'te-tag-query in Python: details',
    ({ token, descriptor }) => `/v26.0/?access_token=${token}&ids=${descriptor}&fields=${details}`,
    ({ descriptor }) => `{"${descriptor}":{"id":"${descriptor}","raw_indicator":"198.51.100.7"`,
  ],
  [
    'te-tag-query in Python: power-search',
    ({ token }) =>
      `/v26.0/threat_descriptors/?access_token=${token}&fields=${details}&severity=INFO&tags=seen_by`,
    ({ descriptor }) => descriptor,
  ],
  [
    'te-tag-query in Ruby',
    ({ encoded, descriptor }) =>
      `/v26.0/?access_token=${encoded}&ids=${descriptor}&fields=${details}`,
    ({ descriptor }) => descriptor,
  ],
  [
    'te-tag-query in Java: details',
    ({ token, descriptor }) =>
      `/v26.0/?access_token=${token}&ids=%5B${descriptor}%5D&fields=${ofJava}`,
    () => '"confidence":50,"owner":{"id":"',
  ],
  [
    'te-tag-query in Java: incremental',
    ({ token }) =>
      `/v26.0/threat_descriptors/?access_token=${token}&fields=${ofJava}&limit=10&tags=seen_by&since=-1day&type=IP_ADDRESS`,
    ({ descriptor }) => descriptor,
  ],
  [
    'python-threatexchange: updates',
    ({ encoded, group }) =>
      `/v9.0/${group}/threat_updates/?access_token=${encoded}&start_time=0&limit=100&fields=${encodeURIComponent(ofUpdates)}`,
    () => '"should_delete":false,"descriptors":{"data":[{"id":"',
  ],
  [
    'python-threatexchange: groups',
    ({ encoded, app }) =>
      `/v9.0/${app}/threat_privacy_groups_member?fields=${ofGroup}&access_token=${encoded}`,
    () => '"threat_updates_enabled":true',
  ],
  [
    'python-threatexchange: opinions on an indicator',
    ({ token, indicator }) => `/v9.0/${indicator}?fields=descriptors&access_token=${token}`,
    () => '"descriptors":{"data":[{',
  ],
  [
    'pytx: objects, and the page behind, with its token twice',
    ({ encoded }) =>
      `/v26.0/threat_descriptors/?text=198.51.100.7&strict_text=false&fields=${ofPytx}&include_expired=false&access_token=${encoded}&access_token=${encoded}`,
    ({ descriptor }) => descriptor,
  ],
  [
    'pytx: an object by id',
    ({ encoded, indicator }) =>
      `/v26.0/${indicator}/?fields=id%2Cindicator%2Cmetadata%2Ctype&metadata=1&access_token=${encoded}`,
    ({ indicator }) => indicator,
  ],
  [
    'pytx: connections',
    ({ encoded, indicator }) => `/v26.0/${indicator}/descriptors/?limit=25&access_token=${encoded}`,
    ({ descriptor }) => descriptor,
  ],
  [
    'Carbon Black: a day of a type',
    ({ encoded }) =>
      `/v2.9/threat_descriptors/?strict_text=false&type=IP_ADDRESS&fields=raw_indicator%2Cowner%2Cindicator%7Bid%2Cindicator%7D%2Ctype%2Clast_updated%2Cshare_level%2Cseverity%2Cdescription%2Creport_urls%2Cstatus%2Cconfidence&limit=500&since=2026-11-22&until=2026-11-23&include_expired=false&access_token=${encoded}`,
    () => '"raw_indicator":"198.51.100.7"',
  ],
  [
    'Go',
    ({ encoded }) =>
      `/v2.5/threat_descriptors/?access_token=${encoded}&limit=10&since=1795000000&text=198.51.100.7&type=IP_ADDRESS`,
    ({ descriptor }) => descriptor,
  ],
  [
    'Node',
    ({ encoded }) => `/v2.3/threat_indicators/?text=198.51.100.7&access_token=${encoded}`,
    ({ indicator }) => indicator,
  ],
  [
    'PHP',
    ({ encoded }) =>
      `/v2.4/threat_descriptors/?access_token=${encoded}&text=198.51.100.7&strict_text=1`,
    ({ descriptor }) => descriptor,
  ],
  [
    'certly',
    ({ encoded }) =>
      `/v2.5/threat_indicators?access_token=${encoded}&type=IP_ADDRESS&text=198.51.100.7`,
    ({ indicator }) => indicator,
  ],
  [
    'XSOAR, the older one',
    ({ encoded }) =>
      `//v2.8/threat_descriptors?text=198.51.100.7&limit=20&strict_text=true&type=IP_ADDRESS&access_token=${encoded}`,
    ({ descriptor }) => descriptor,
  ],
  [
    'XSOAR',
    ({ encoded }) =>
      `/v3.2/threat_descriptors?access_token=${encoded}&type=IP_ADDRESS&text=198.51.100.7&strict_text=True&limit=20`,
    ({ descriptor }) => descriptor,
  ],
  [
    'XSOAR: a file',
    ({ encoded }) =>
      `/v3.2/malware_analyses?access_token=${encoded}&text=d2b4a84e2b69856ba8e234f55b1fbc4b&strict_text=True&limit=20`,
    () => '{"data":[]}',
  ],
  [
    'MISP: the last days',
    ({ encoded }) =>
      `/v2.8/threat_descriptors?since=1795000000&until=2000000000&access_token=${encoded}`,
    ({ descriptor }) => descriptor,
  ],
  [
    'MISP: an event',
    ({ encoded, descriptor }) => `/${descriptor}?access_token=${encoded}`,
    () => '"privacy_type":"VISIBLE"',
  ],
  [
    'the gem: connections',
    ({ encoded, indicator }) => `/${indicator}/descriptors/?access_token=${encoded}`,
    ({ descriptor }) => descriptor,
  ],
];

describe('a client reads', () => {
  it.each(reads)('as %s', async (_, target, finds) => {
    const graph = await world();
    known ??= knownIn(graph);
    const asked = await known;

    const { status, text } = await rawRequest(graph.url, 'GET', target(asked));

    expect([status, text]).toEqual([200, expect.stringContaining(finds(asked))]);
  });
});

const said = (indicator: string) =>
  `indicator=${indicator}&type=DOMAIN&description=x&status=MALICIOUS&privacy_type=VISIBLE&share_level=GREEN`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

interface Written {
  readonly target: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const writes: readonly (readonly [string, (known: Known) => Written])[] = [
  [
    'te-tag-query in Python: in the query and in the body',
    ({ token }) => ({
      target: `/v26.0/threat_descriptors/?access_token=${token}&${said('tepy.example')}&tags=%5B%27pwny%27%5D`,
      headers: form,
      body: `${said('tepy.example')}&tags=%5B%27pwny%27%5D`,
    }),
  ],
  [
    'te-tag-query in Ruby: JSON as text, and the same in the query',
    ({ encoded }) => ({
      target: `/v26.0/threat_descriptors/?access_token=${encoded}&${said('terb.example')}`,
      headers: { 'content-type': 'text/json' },
      body: JSON.stringify(Object.fromEntries(new URLSearchParams(said('terb.example')))),
    }),
  ],
  [
    'te-tag-query in Java: an update that begins with &',
    ({ token, descriptor }) => ({
      target: `/v26.0/${descriptor}/?access_token=${token}`,
      headers: form,
      body: '&reactions=HELPFUL',
    }),
  ],
  [
    'python-threatexchange: a form without a content type',
    ({ token }) => ({
      target: `/v9.0/threat_descriptors/?access_token=${token}&${said('ptx.example')}`,
      body: said('ptx.example'),
    }),
  ],
  [
    'pytx: all in the query',
    ({ encoded }) => ({
      target: `/v26.0/threat_descriptors/?${said('pytx.example')}&access_token=${encoded}`,
    }),
  ],
  [
    'pytx: a connection',
    ({ encoded, indicator, other }) => ({
      target: `/v26.0/${indicator}/related/?related_id=${other}&access_token=${encoded}`,
    }),
  ],
  [
    'PHP: the token in the query, the rest in the body',
    ({ encoded }) => ({
      target: `/v2.4/threat_descriptors/?access_token=${encoded}`,
      headers: form,
      body: said('php.example'),
    }),
  ],
  [
    'Node: all in the body',
    ({ encoded }) => ({
      target: '/v2.3/threat_indicators/',
      headers: form,
      body: `${said('node.example')}&access_token=${encoded}`,
    }),
  ],
];

describe('a client writes', () => {
  it.each(writes)('as %s', async (_, written) => {
    const graph = await world();
    known ??= knownIn(graph);
    const { target, headers, body } = written(await known);

    const { status, text } = await rawRequest(graph.url, 'POST', target, { headers, body });

    expect([status, JSON.parse(text)]).toMatchObject([200, { success: true }]);
  });
});
