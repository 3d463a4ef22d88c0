import { graphWorld } from './graph-world';
import { rawRequest } from './raw-request';

const logged: unknown[] = [];
const world = graphWorld({ onLog: (...line) => logged.push(line) });

describe('where requests lead', () => {
  it.each([
    '/threat_exchange_members',
    '/v2.3/threat_exchange_members',
    '/v25.0/threat_exchange_members/',
    '//v2.8/threat_exchange_members',
  ])('GET %s is one and the same', async (path) => {
    const { ask, alice } = await world();

    const { status, body, headers } = await ask(`GET ${path}`, alice);

    expect(status).toBe(200);
    expect(body).toEqual({ data: [{ id: alice.id, name: 'Alice Analytics' }] });
    expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
  });

  it.each([
    ['GET /v6.0/no_such_thing', 2500],
    ['POST /v6.0/threat_exchange_members', 2500],
    ['GET /v6.0/4611686018427387904', 100],
    ['DELETE /v6.0/4611686018427387904', 100],
    ['PUT /v6.0/threat_descriptors', 100],
  ])('%s is an error of code %i, as JSON', async (line, code) => {
    const { ask, alice } = await world();

    const { status, body } = await ask(line, alice);

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, message: expect.any(String) });
    expect(body.error.fbtrace_id).toMatch(/^[\w-]{11}$/);
  });

  it('leaves /v1 to the native API', async () => {
    const { raw } = await world();

    const { status, body } = await raw('GET /v1/nothing');

    expect([status, body.code]).toEqual([404, 'route.not_found']);
  });
});

describe('tokens', () => {
  it.each([
    ['a raw pipe', (token: string) => token],
    ['an encoded pipe', (token: string) => token.replace('|', '%7C')],
    ['one that was encoded twice', (token: string) => token.replace('|', '%257C')],
    ['the same token twice', (token: string) => `${token}&access_token=${token}`],
  ])('are taken with %s in the query', async (_, written) => {
    const { url, alice } = await world();
    const target = `/v2.9/threat_descriptors?fields=id,owner{id}&access_token=${written(alice.token)}`;

    const { status, text } = await rawRequest(url, 'GET', target);

    expect([status, JSON.parse(text).data]).toEqual([200, expect.any(Array)]);
  });

  it.each(['Bearer', 'OAuth'])('are taken from the header as %s', async (scheme) => {
    const { raw, alice } = await world();

    const { status } = await raw('GET /threat_exchange_members', {
      headers: { authorization: `${scheme} ${alice.token}` },
    });

    expect(status).toBe(200);
  });

  it.each([
    ['read', 403, 200],
    ['publish', 200, 403],
  ])('that can only %s do that alone', async (scope, written, read) => {
    const { ask, submit, call, alice } = await world();
    const body = { name: scope, role: 'machine', scopes: [scope] };
    const issued = await call('POST /v1/credentials', { token: alice.token, body });
    const member = { ...alice, token: issued.body.token };

    const post = await submit(member, `scope-${scope}.example`);
    const get = await ask('GET /threat_exchange_members', member);

    expect([post.status, get.status]).toEqual([written, read]);
    expect([post, get].find(({ status }) => status === 403)?.body.error.code).toBe(10);
  });

  it('that are missing are 104, and wrong ones 190', async () => {
    const { raw, ask, alice } = await world();

    const missing = await raw('GET /v6.0/threat_descriptors');
    const wrong = await ask('GET /v6.0/threat_descriptors', {
      ...alice,
      token: alice.token.replace(/.$/, (end) => (end === 'x' ? 'y' : 'x')),
    });

    expect([missing.status, missing.body.error.code]).toEqual([400, 104]);
    expect([wrong.status, wrong.body.error]).toMatchObject([
      400,
      { code: 190, type: 'OAuthException' },
    ]);
  });
});

describe('bodies', () => {
  const said = {
    ...{ type: 'DOMAIN', description: 'x', status: 'MALICIOUS' },
    ...{ privacy_type: 'VISIBLE', share_level: 'GREEN' },
  };

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'form.example'],
    ['a form with a stray &', 'application/x-www-form-urlencoded', 'stray.example'],
    ['a form without a content type', '', 'bare.example'],
    ['wrapped names', 'application/x-www-form-urlencoded', 'wrapped.example'],
    ['JSON as text', 'text/json', 'json.example'],
  ])('are read as %s', async (kind, type, indicator) => {
    const { raw, ask, alice } = await world();
    const fields = { access_token: alice.token, indicator, ...said };
    const names = Object.entries(fields).map(([name, value]): [string, string] => [
      kind === 'wrapped names' ? `params[${name}]` : name,
      value,
    ]);
    const form = `${kind.includes('stray') ? '&' : ''}${new URLSearchParams(names)}`;
    const body = Buffer.from(type === 'text/json' ? JSON.stringify(fields) : form);

    const made = await raw('POST /v6.0/threat_descriptors', {
      ...{ body, headers: type ? { 'content-type': type } : {} },
    });
    const read = await ask(`GET /${made.body.id}`, alice);

    expect(made).toMatchObject({ status: 200, body: { success: true } });
    expect(read.body.raw_indicator).toBe(indicator);
  });

  it('are read as multipart, with the token inside, also to delete', async () => {
    const { raw, ask, alice } = await world();
    const form = new FormData();
    const fields = { access_token: alice.token, indicator: 'multi.example', ...said };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const made = await raw('POST /v25.0/threat_descriptors', { body: form });
    const token = new FormData();
    token.append('access_token', alice.token);

    const gone = await raw(`DELETE /v25.0/${made.body.id}`, { body: token });
    const read = await ask(`GET /${made.body.id}`, alice);

    expect(gone).toMatchObject({ status: 200, body: { success: true } });
    expect(read.body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('may name another method', async () => {
    const { ask, submit, alice } = await world();
    const { body } = await submit(alice, 'override.example');

    const gone = await ask(`POST /${body.id}`, alice, { method: 'delete' });
    const read = await ask(`GET /${body.id}`, alice);

    expect([gone.status, gone.body, read.status]).toEqual([200, { success: true }, 400]);
  });

  it('may be a batch, each item by itself', async () => {
    const { raw, submit, alice } = await world();
    const made = await submit(alice, 'batch.example');
    const batch = JSON.stringify([
      { method: 'GET', relative_url: `v2.9/${made.body.id}?fields=raw_indicator` },
      { method: 'POST', relative_url: made.body.id, body: 'status=NOT_A_STATUS' },
      { method: 'POST', relative_url: `v2.9/${made.body.id}`, body: 'status=SUSPICIOUS' },
      { method: 'GET', relative_url: made.body.id, omit_response_on_success: true },
    ]);
    const query = new URLSearchParams({
      ...{ access_token: alice.token, include_headers: 'false', batch },
    });

    const { status, body } = await raw(`POST /?${query}`);

    expect(status).toBe(200);
    expect(body.map((one: { code: number } | null) => one?.code)).toEqual([
      200,
      400,
      200,
      undefined,
    ]);
    expect(JSON.parse(body[0].body)).toEqual({
      id: made.body.id,
      raw_indicator: 'batch.example',
    });
    expect(JSON.parse(body[1].body).error.message).toContain('status');
    expect(body[0]).not.toHaveProperty('headers');
  });
});

it('hands on in a batch what a named item has answered, and fails that item alone where it has not', async () => {
  const { raw, alice } = await world();
  const said =
    'indicator=named.example&type=DOMAIN&description=x&status=MALICIOUS&privacy_type=VISIBLE';
  const batch = JSON.stringify([
    { method: 'POST', name: 'made', relative_url: 'v2.9/threat_descriptors', body: said },
    { method: 'GET', name: 'read', relative_url: 'v2.9/{result=made:$.id}?fields=raw_indicator' },
    {
      ...{ method: 'GET', relative_url: '?ids={result=read:$.id}&fields=raw_indicator' },
      omit_response_on_success: false,
    },
    { method: 'GET', relative_url: '{result=nobody:$.id}' },
    { method: 'GET', relative_url: '?ids={result=read:$.data[*].id}' },
  ]);

  const { body } = await raw(
    `POST /?${new URLSearchParams({ access_token: alice.token, batch, include_headers: '0' })}`,
  );

  expect(body.slice(0, 2)).toEqual([null, null]);
  const [, , { code, body: text }, ...failed] = body;
  expect(code).toBe(200);
  expect(Object.values(JSON.parse(text))).toEqual([
    { id: expect.any(String), raw_indicator: 'named.example' },
  ]);
  expect(failed.map((one: { code: number }) => one.code)).toEqual([400, 400]);
  expect(JSON.parse(failed[0].body).error).toMatchObject({ code: 100 });
});

it('logs neither tokens nor values, of what is done and of what is refused', async () => {
  const { ask, submit, alice } = await world();

  await submit(alice, 'unlogged.example');
  await ask('GET /unlogged.example', alice);
  await ask('GET /threat_descriptors', alice, { text: 'unlogged.example', limit: 'x' });

  const lines = JSON.stringify(logged);
  expect(logged.length).toBeGreaterThan(3);
  expect(lines).not.toContain(alice.token.split('|')[1]);
  expect(lines).not.toContain('unlogged');
});
