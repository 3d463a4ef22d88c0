import { defaultPolicy, type Policy } from '../../../lambdas/core/policy';
import { type Community, communities } from '../../support/community';
import { meter } from '../../support/metered';

const { community: newCommunity, newClient } = communities();
const upload = 'upload-of-a-test-1';
const base = { status: 'MALICIOUS', audience: { community: true } };

async function community() {
  const client = newClient();
  const world = await newCommunity({ client });
  const { call, operator, alice, wait } = world;
  const operate = (line: string, body?: unknown) => call(line, { token: operator.token, body });
  return {
    ...world,
    operate,
    counted: meter(client),
    async load(id: string, type: string, entries: readonly string[], more = {}) {
      const token = `${upload}-${id}-${entries.length}`;
      const piece = await operate(`PUT /v1/known-good/${id}/pieces/0`, {
        upload: token,
        type,
        entries,
      });
      const list = { upload: token, pieces: 1, name: `The ${id}`, type, ...more };
      const put = await operate(`PUT /v1/known-good/${id}`, list);
      // Felt by everybody after that long.
      wait(21);
      return { piece, put };
    },
    publish: (body: Record<string, unknown>) =>
      call('POST /v1/descriptors', { token: alice.token, body: { ...base, ...body } }),
  };
}

async function decide({ call, operator, wait }: Community, change: Partial<Policy>) {
  const { body } = await call('GET /v1/policy', { token: operator.token });
  const decided = { ...defaultPolicy, ...change, version: body.version, reason: 'for a test' };
  await call('PUT /v1/policy', { token: operator.token, body: decided });
  wait(21);
}

const listsIn = ({ body }: { body: { warnings?: { code: string; lists?: unknown }[] } }) =>
  body.warnings?.find(({ code }) => code === 'known_good.listed')?.lists;

describe('a publish of what a list of known-good values has', () => {
  it('201 with a warning that names each list and how it matched', async () => {
    const { load, publish } = await community();
    await load('tops', 'hostname', ['shop.example.net', 'bank.co.uk', 'duckdns.org']);
    await load('nets', 'cidr', ['198.18.5.0/24']);

    const exact = await publish({ value: 'shop.example.net' });
    const below = await publish({ value: 'https://login.bank.co.uk/x' });
    const network = await publish({ value: '198.18.5.9' });
    const suffix = await publish({ value: 'evil.duckdns.org' });

    const tops = { list: 'tops', name: 'The tops', verdict: 'warn' };
    expect(exact.status).toBe(201);
    expect(listsIn(exact)).toEqual([
      { ...tops, match: 'exact' },
      expect.objectContaining({ list: 'tocsin-example-names', match: 'registrable_domain' }),
    ]);
    expect(listsIn(below)).toEqual([{ ...tops, match: 'registrable_domain' }]);
    expect(listsIn(network)).toMatchObject([
      { list: 'nets', match: 'network' },
      { list: 'tocsin-reserved-networks' },
    ]);
    expect(suffix.body).not.toHaveProperty('warnings');
  });

  it('is not warned where it says that it is good', async () => {
    const { publish } = await community();

    const { body } = await publish({ value: '8.8.8.8', status: 'NON_MALICIOUS' });

    expect(body).not.toHaveProperty('warnings');
  });

  it('400 known_good.blocked where the policy blocks by that list, and nothing where it is off', async () => {
    const world = await community();
    const { load, publish } = world;
    await load('tops', 'hostname', ['bank.co.uk']);
    const lists = { tops: 'block', 'tocsin-resolvers': 'off' } as const;
    await decide(world, { knownGood: { verdict: 'warn', lists } });

    const blocked = await publish({ value: 'www.bank.co.uk' });
    const silent = await publish({ value: '8.8.8.8' });

    expect(blocked).toMatchObject({
      status: 400,
      body: {
        code: 'known_good.blocked',
        pointer: '/value',
        lists: [{ list: 'tops', verdict: 'block' }],
      },
    });
    expect(silent.body).not.toHaveProperty('warnings');
  });

  it('is warned no more once the list is removed or replaced', async () => {
    const { load, publish, operate, wait } = await community();
    await load('tops', 'hostname', ['bank.co.uk', 'old.example']);
    await load('tops', 'hostname', ['bank.co.uk']);

    const replaced = await publish({ value: 'old.example' });
    const standing = await publish({ value: 'bank.co.uk' });
    const removed = await operate('DELETE /v1/known-good/tops');
    wait(21);
    const after = await publish({ value: 'login.bank.co.uk' });

    expect(replaced.body).not.toHaveProperty('warnings');
    expect(listsIn(standing)).toHaveLength(1);
    expect(removed.status).toBe(204);
    expect(after.body).not.toHaveProperty('warnings');
  });
});

describe('what the lists cost', () => {
  const value = (at: number) => ({ value: `h${at}.example` });

  it('nothing where none is loaded, and once for all where some are', async () => {
    const { load, publish, counted } = await community();
    const tripsOf = async (at: number) => {
      const before = { ...counted };
      await publish(value(at));
      return { trips: counted.roundTrips - before.roundTrips, units: counted.units - before.units };
    };
    await publish(value(0));
    const atRest = await tripsOf(1);
    const entries = Array.from({ length: 20_000 }, (_, at) => `n${at}.example.org`);
    await load('many', 'hostname', entries);

    // After 21 s a lease of the rate limit and what is in force come again; the list's name and its piece only once.
    const first = await tripsOf(2);
    const then = await tripsOf(3);

    expect(atRest).toEqual({ trips: 2, units: 2 });
    expect(first).toEqual({ trips: 2 + 2 + 2, units: 2 + 2 + 1 + 40 });
    expect(then).toEqual(atRest);
  });
});

describe('PUT /v1/known-good/{list}', () => {
  it('200: says what was left out, and why', async () => {
    const { load, operate } = await community();

    const { piece, put } = await load('mixed', 'substring', [
      'bank.co.uk',
      'goo',
      '192.0.2.0/24',
      '0.0.0.0/0',
    ]);
    const listed = await operate('GET /v1/known-good');

    const taken = { entries: 2, skipped: { substring: 1, too_broad: 1 } };
    expect(piece).toMatchObject({ status: 200, body: taken });
    expect(put).toMatchObject({ status: 200, body: { id: 'mixed', ...taken } });
    expect(listed.body.lists).toEqual([put.body]);
    expect(listed.body.builtIn.map(({ id }: { id: string }) => id)).toContain('tocsin-resolvers');
  });

  it('takes nothing of a list of patterns', async () => {
    const { load } = await community();

    const { piece } = await load('patterns', 'regex', ['/^(a+)+$/']);

    expect(piece.body).toEqual({ entries: 0, skipped: { regex: 1 } });
  });

  it('200: the same again answers the same', async () => {
    const { load } = await community();

    const first = await load('tops', 'hostname', ['bank.co.uk']);
    const again = await load('tops', 'hostname', ['bank.co.uk']);

    expect(again.put.body).toEqual(first.put.body);
  });

  it('goes by the attributes that the list is meant for', async () => {
    const { load, publish } = await community();
    await load('mail', 'hostname', ['bank.co.uk'], { attributes: ['domain', 'hostname'] });

    const domain = await publish({ value: 'bank.co.uk' });
    const address = await publish({ value: 'phisher@bank.co.uk' });

    expect(listsIn(domain)).toHaveLength(1);
    expect(address.body).not.toHaveProperty('warnings');
  });

  const list = { upload, pieces: 1, name: 'A list', type: 'hostname' };
  const piece = { upload, type: 'hostname', entries: ['a.example'] };

  it.each([
    ['PUT /v1/known-good/x', list, 400, 'known_good.incomplete'],
    ['PUT /v1/known-good/tocsin-mine', list, 400, 'field.invalid'],
    ['PUT /v1/known-good/Upper', list, 400, 'field.invalid'],
    ['PUT /v1/known-good/x', { ...list, pieces: 0 }, 400, 'field.invalid'],
    ['PUT /v1/known-good/x', { ...list, pieces: 26 }, 400, 'field.invalid'],
    ['PUT /v1/known-good/x', { ...list, type: 'glob' }, 400, 'field.invalid'],
    ['PUT /v1/known-good/x', { ...list, block: true }, 400, 'field.invalid'],
    ['PUT /v1/known-good/x/pieces/25', piece, 400, 'field.invalid'],
    ['PUT /v1/known-good/x/pieces/-1', piece, 400, 'field.invalid'],
    ['PUT /v1/known-good/x/pieces/0', { ...piece, entries: [] }, 400, 'field.invalid'],
    ['PUT /v1/known-good/x/pieces/0', { ...piece, upload: '../../policy' }, 400, 'field.invalid'],
    ['PUT /v1/known-good/tocsin-x/pieces/0', piece, 400, 'field.invalid'],
    ['DELETE /v1/known-good/x', undefined, 404, 'object.not_found'],
  ])('%s %j: %i %s', async (line, body, status, code) => {
    const { operate } = await community();

    const answer = await operate(line, body);

    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it('403 for a member', async () => {
    const { call, alice } = await community();

    const { status } = await call('PUT /v1/known-good/x', { token: alice.token, body: list });

    expect(status).toBe(403);
  });
});
