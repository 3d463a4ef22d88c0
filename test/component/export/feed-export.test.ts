import { communities } from '../../support/community';

const on = communities();

async function withOpinions() {
  const world = await on.community();
  const { alice } = world;
  const publish = (value: string, more: object = {}) =>
    world.call('POST /v1/descriptors', {
      token: alice.token,
      body: { value, status: 'MALICIOUS', audience: { community: true }, ...more },
    });
  await publish('a.example', { tags: ['=cmd|calc', 'x"y'], tlp: 'GREEN', confidence: 70 });
  await publish('https://b.example/x', { tlp: 'AMBER' });
  await publish('own.example', { audience: {} });
  await publish('fine.example', { status: 'NON_MALICIOUS' });
  await world.index();
  const { token } = world.bob;
  return { ...world, get: (query: string) => world.call(`GET /v1/feeds/${query}`, { token }) };
}

describe('GET /v1/feeds/{audience}/export', () => {
  it('hands over rows as NDJSON, each with its TLP, on record', async () => {
    const { get, told, bob } = await withOpinions();

    const answer = await get('community/export?format=ndjson');

    const rows = answer.text.split('\n').slice(0, -1);
    expect(
      rows.map((row) => JSON.parse(row)).sort((a, b) => (a.value < b.value ? -1 : 1)),
    ).toMatchObject([
      { type: 'DOMAIN', value: 'a.example', tlp: 'GREEN', confidence: 70, status: 'MALICIOUS' },
      { type: 'URI', value: 'https://b.example/x', tlp: 'AMBER', confidence: null },
    ]);
    expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(told).toMatchObject([
      { kind: 'export.read', chain: bob.id, about: { audience: 'community', values: 2 } },
    ]);
  });

  it('writes CSV in which nothing is calculated', async () => {
    const { get } = await withOpinions();

    const { text } = await get('community/export?format=csv');

    expect(text).toContain(`"GREEN","'=cmd|calc x""y"`);
    expect(text.split('\r\n')).toHaveLength(4);
  });

  it('writes block lists of the kinds that are asked for', async () => {
    const { get } = await withOpinions();

    const urls = await get('community/export?format=list&kinds=urls,ips&comments=false');
    const allowed = await get('community/export?format=list&status=NON_MALICIOUS&comments=false');
    const sure = await get('community/export?format=list&confidenceMin=70&comments=false');

    expect(urls.text).toBe('https://b.example/x\n');
    expect(urls.headers['x-tlp']).toBe('TLP:AMBER');
    expect(allowed.text).toBe('fine.example\n');
    expect(sure.text).toBe('a.example\n');
  });

  it.each([
    ['community/export?format=xls', '/format'],
    ['community/export?format=list&kinds=hats', '/kinds'],
    ['community/export?format=csv&confidenceMin=101', '/confidenceMin'],
    ['community/export?format=csv&after=-1', '/after'],
    ['community/export?format=csv&x=1', '/x'],
    ['everyone/export?format=csv', '/audience'],
  ])('%s is told where it is wrong', async (query, pointer) => {
    const { get } = await withOpinions();

    expect(await get(query)).toMatchObject({ status: 400, body: { pointer } });
  });

  it('of an audience of others is 404, as of none', async () => {
    const world = await on.community();
    const line = (group: string) => `GET /v1/feeds/group:${group}/export?format=csv`;

    const hidden = await world.call(line(world.group.id), { token: world.carol.token });
    const absent = await world.call(line('17'), { token: world.carol.token });

    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(hidden.text).toBe(absent.text);
  });
});
