import { addMember, communities } from '../../support/community';

const { community } = communities();

async function world() {
  const made = await community();
  const { call, operator } = made;
  const asOperator = { token: operator.token };
  const read = async () => (await call('GET /v1/policy', asOperator)).body;
  const put = (body: object, key?: string) =>
    call('PUT /v1/policy', {
      ...asOperator,
      body,
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  return { ...made, read, put };
}

const withGovernment = { eligibleClasses: ['company', 'nonprofit', 'academic', 'government'] };

describe('GET /v1/policy', () => {
  it('shows every member what is in force, which by default refuses government', async () => {
    const { call, alice } = await world();

    const { status, body } = await call('GET /v1/policy', { token: alice.token });

    expect(status).toBe(200);
    expect(body.version).toBe(0);
    expect(body.community.eligibleClasses).toEqual(['company', 'nonprofit', 'academic']);
    expect(body.admission.refusals).toEqual([
      expect.objectContaining({ classes: ['government'], reason: expect.any(String) }),
    ]);
  });

  it('keeps every version that was', async () => {
    const { call, read, put, alice } = await world();
    const first = await put({ ...(await read()), reason: 'one' });
    await put({ ...first.body, reason: 'two' });

    const old = await call(`GET /v1/policy?version=${first.body.version}`, { token: alice.token });
    const ours = await call('GET /v1/policy?version=0', { token: alice.token });
    const none = await call('GET /v1/policy?version=7', { token: alice.token });

    expect(old.body).toEqual(first.body);
    expect(ours.body.version).toBe(0);
    expect(none.status).toBe(404);
  });
});

describe('PUT /v1/policy', () => {
  it('is felt by everybody within 20 s, and by nobody the wrong way', async () => {
    const { call, read, put, wait, operator, ...exchange } = await world();
    const agency = await addMember(
      { call, ...exchange },
      operator.token,
      'Department of Walls',
      'government',
    );
    const feeds = async () =>
      (await call('GET /v1/feeds', { token: agency.token })).body.feeds.map(
        ({ audience }: { audience: string }) => audience,
      );
    const before = await feeds();

    await put({ ...(await read()), community: withGovernment, reason: 'we voted' });
    wait(20);

    expect(before).toEqual([`member:${agency.id}`]);
    expect(await feeds()).toEqual([`member:${agency.id}`, 'community']);
  });

  it('answers 409 with the current version when it was decided anew in between', async () => {
    const { read, put } = await world();
    const seen = await read();
    const first = await put({ ...seen, reason: 'one' });

    const second = await put({ ...seen, reason: 'two' });

    expect(second).toMatchObject({
      status: 409,
      body: { code: 'policy.version_stale', currentVersion: first.body.version },
    });
    expect(await read()).toEqual(first.body);
  });

  it('lets one of two that decide at once win', async () => {
    const { read, put } = await world();
    const seen = await read();

    const answers = await Promise.all(['one', 'two'].map((reason) => put({ ...seen, reason })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('answers a repeat under its key as before, and refuses another request under it', async () => {
    const { read, put } = await world();
    const seen = await read();
    const first = await put({ ...seen, reason: 'one' }, 'key');

    const again = await put({ ...seen, reason: 'one' }, 'key');
    const other = await put({ ...seen, reason: 'two' }, 'key');

    expect(again.body).toEqual(first.body);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it('answers 400 when a section is left out, which would fall back to its default', async () => {
    const { read, put } = await world();
    const { admission: _, ...seen } = await read();

    const answer = await put({ ...seen, reason: 'short' });

    expect(answer).toMatchObject({ status: 400, body: { pointer: '/admission' } });
  });

  it.each([
    ['without a reason', { reason: '' }, '/reason'],
    [
      'with a class that is none',
      { community: { eligibleClasses: ['club'] } },
      '/community/eligibleClasses/0',
    ],
    [
      'with the operator as a class',
      { community: { eligibleClasses: ['operator'] } },
      '/community/eligibleClasses/0',
    ],
    ['with a section that is none', { magic: {} }, '/magic'],
  ])('answers 400 %s', async (_, change, pointer) => {
    const { read, put } = await world();

    const answer = await put({ ...(await read()), reason: 'a reason', ...change });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });
});
