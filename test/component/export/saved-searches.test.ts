import { communities } from '../../support/community';

const on = communities();

async function withSaved() {
  const world = await on.community();
  const { alice, bob } = world;
  const publish = (value: string, tag: string, more: object = {}) =>
    world.call('POST /v1/descriptors', {
      token: alice.token,
      body: { value, status: 'MALICIOUS', tags: [tag], audience: { community: true }, ...more },
    });
  await publish('a.example', 'phishing');
  await publish('b.example', 'botnet');
  await publish('c.example', 'phishing', { status: 'SUSPICIOUS' });
  await world.index();
  const put = (name: string, query: object) =>
    world.call(`PUT /v1/saved-searches/${name}`, { token: bob.token, body: { query } });
  const get = (path: string) => world.call(`GET ${path}`, { token: bob.token });
  return { ...world, put, get };
}

describe('a saved search', () => {
  it('is kept under its name, for its member alone', async () => {
    const { put, get, call, alice } = await withSaved();

    const made = await put('phish', { tag: 'phishing' });

    expect(made).toMatchObject({
      status: 201,
      body: { name: 'phish', query: { tag: 'phishing' } },
    });
    expect((await get('/v1/saved-searches/phish')).body).toEqual(made.body);
    expect((await get('/v1/saved-searches')).body.searches).toEqual([made.body]);
    const others = await call('GET /v1/saved-searches/phish', { token: alice.token });
    expect(others.status).toBe(404);
  });

  it('is exported by its name, with what is asked beside it', async () => {
    const { put, get } = await withSaved();
    await put('phish', { tag: 'phishing' });

    const first = await get('/v1/export?format=list&comments=false&saved=phish');
    const other = await get('/v1/export?format=list&comments=false&saved=phish&status=SUSPICIOUS');
    const plain = await get('/v1/export?format=list&comments=false&tag=botnet');

    expect([first.text, other.text, plain.text]).toEqual([
      ...['a.example\n', 'c.example\n', 'b.example\n'],
    ]);
    expect((await get('/v1/export?saved=none')).status).toBe(404);
  });

  it.each([
    [{ hat: 'x' }, '/query/hat'],
    [{ type: 'HAT' }, '/query/type/0'],
    [{ limit: '5' }, '/query/limit'],
  ])('of %j is refused where it is wrong', async (query, pointer) => {
    const { put } = await withSaved();

    expect(await put('bad', query)).toMatchObject({ status: 400, body: { pointer } });
  });
});
