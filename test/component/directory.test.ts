import { communities } from '../support/community';

const { community } = communities();

const said = {
  about: 'We watch banks.',
  sector: 'security',
  country: 'CH',
  website: 'https://alice.example/',
  contact: 'soc@alice.example',
};

describe('PATCH /v1/me', () => {
  it('changes what is named, takes away what is null, and lists nobody who did not say so', async () => {
    const { call, alice, bob } = await community();
    const { token } = alice;
    const patch = async (body: object) => (await call('PATCH /v1/me', { token, body })).body;

    const first = await patch(said);
    const unlisted = await call('GET /v1/directory', { token: bob.token });
    const second = await patch({ about: null, isListed: true });
    const again = await call('GET /v1/me/listing', { token });

    expect(first).toEqual({ isListed: false, ...said });
    expect(unlisted.body).toEqual({ members: [], next: null });
    const { about: _, ...left } = said;
    expect(second).toEqual({ isListed: true, ...left });
    expect(again.body).toEqual(second);
  });

  it('refuses another request under its Idempotency-Key, and answers a repeat', async () => {
    const { call, alice } = await community();
    const patch = (about: string) =>
      call('PATCH /v1/me', {
        ...{ token: alice.token, body: { about }, headers: { 'idempotency-key': 'k' } },
      });

    const first = await patch('One');
    const again = await patch('One');
    const other = await patch('Other');

    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it.each([
    ['its name, which is the operator’s', { name: 'Other' }, '/name'],
    ['its state', { state: 'active' }, '/state'],
    ['its class', { organisationClass: 'government' }, '/organisationClass'],
    ['a link that is no web page', { website: 'javascript:alert(1)' }, '/website'],
    ['a country that is none', { country: 'XX' }, '/country'],
    ['a sector that is none', { sector: 'magic' }, '/sector'],
    ['too long a text', { about: 'x'.repeat(2001) }, '/about'],
    ['a maybe', { isListed: 'yes' }, '/isListed'],
  ])('refuses %s', async (_, body, pointer) => {
    const { call, alice } = await community();

    const answer = await call('PATCH /v1/me', { token: alice.token, body });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it('keeps every field of changes that are made at once', async () => {
    const { call, alice } = await community();
    const { token } = alice;

    await Promise.all(
      Object.entries(said).map(([name, value]) =>
        call('PATCH /v1/me', { token, body: { [name]: value } }),
      ),
    );

    expect((await call('GET /v1/me/listing', { token })).body).toMatchObject(said);
  });
});

describe('GET /v1/directory', () => {
  it('shows who chose it, to every member, until they choose otherwise', async () => {
    const { call, alice, bob, carol } = await community();
    const list = async (token: string, isListed: boolean) =>
      call('PATCH /v1/me', { token, body: { isListed } });
    const names = async () => {
      const { body } = await call('GET /v1/directory', { token: carol.token });
      return body.members.map(({ name }: { name: string }) => name).sort();
    };

    await call('PATCH /v1/me', { token: alice.token, body: said });
    await list(alice.token, true);
    await list(bob.token, true);
    const both = await names();
    await list(alice.token, false);

    expect(both).toEqual(['Alice Analytics', 'Bob Bank']);
    expect(await names()).toEqual(['Bob Bank']);
  });

  it('is paged, each member once', async () => {
    const world = await community();
    const { call, operator, carol } = world;
    const ids = [];
    for (let at = 0; at < 53; at++) {
      const body = { name: `Member ${at}` };
      const { id } = (await call('POST /v1/members', { token: operator.token, body })).body;
      const line = `POST /v1/members/${id}/credentials`;
      const issued = await call(line, { token: operator.token, body: {} });
      await call('PATCH /v1/me', { token: issued.body.token, body: { isListed: true } });
      ids.push(id);
    }

    const { token } = carol;
    const first = (await call('GET /v1/directory', { token })).body;
    const second = (await call(`GET /v1/directory?after=${first.next}`, { token })).body;

    const found = [...first.members, ...second.members].map(({ id }) => id);
    expect(first.members).toHaveLength(50);
    expect(second.next).toBeNull();
    expect(found.sort()).toEqual(ids.sort());
  });
});

describe('GET /v1/members', () => {
  it('shows the operator all members, or those in a state', async () => {
    const { call, operator } = await community();
    const list = async (query: string) => {
      const { body } = await call(`GET /v1/members${query}`, { token: operator.token });
      return body.members.length;
    };

    expect([await list(''), await list('?state=active'), await list('?state=suspended')]).toEqual([
      4, 4, 0,
    ]);
    const wrong = await call('GET /v1/members?state=gone', { token: operator.token });
    expect(wrong).toMatchObject({ status: 400, body: { pointer: '/state' } });
  });
});
