import { defaultPolicy, type Policy } from '../../../lambdas/core/policy';
import { type Community, communities } from '../../support/community';

const { community } = communities();
const base = { status: 'MALICIOUS', audience: { community: true } };
const open = { text: 'off', value: 'off' } as const;
const lax: Policy['screen'] = {
  ...{ email: open, phone: open, card: open, credential: open },
  ...{ private_address: open, loopback_address: open },
};

async function decide({ call, operator, wait }: Community, change: Partial<Policy>) {
  const { body } = await call('GET /v1/policy', { token: operator.token });
  const decided = { ...defaultPolicy, ...change, version: body.version, reason: 'for a test' };
  const answer = await call('PUT /v1/policy', { token: operator.token, body: decided });
  expect(answer.status).toBe(200);
  wait(21);
}

/** Three of Alice's that the rules of before took, and one that any rules take. */
async function publishedBefore() {
  const world = await community();
  const { call, alice } = world;
  await decide(world, { screen: lax });
  const publish = async (body: Record<string, unknown>) =>
    (await call('POST /v1/descriptors', { token: alice.token, body: { ...base, ...body } })).body;
  const asked = await publish({ value: 'https://kit.example/?e=jane@bank.example' });
  const masked = await publish({ value: 'a.example', description: 'for joe@bank.example' });
  const refused = await publish({ value: 'https://kit.example/?c=4111111111111111' });
  await publish({ value: 'clean.example' });
  const flagsOf = async (member: { token: string }) =>
    (await call('GET /v1/me/screening', { token: member.token })).body.flags;
  const report = async () =>
    (await call('GET /v1/screening', { token: world.operator.token })).body;
  return { ...world, publish, asked, masked, refused, flagsOf, report };
}

describe('a walk by new rules', () => {
  it('flags what they would refuse or mask, for the owner and the operator, and leaves it as it is', async () => {
    const world = await publishedBefore();
    const { call, rescan, index, alice, bob, operator, asked, masked, refused } = world;
    await rescan();
    expect(await world.flagsOf(alice)).toEqual([]);

    await decide(world, {});
    await rescan();
    await index();

    const verdicts = new Map(
      (await world.flagsOf(alice)).map((flag: { descriptorId: string; verdict: string }) => [
        flag.descriptorId,
        flag.verdict,
      ]),
    );
    expect(verdicts).toEqual(
      new Map([
        [asked.id, 'refused'],
        [masked.id, 'redacted'],
        [refused.id, 'refused'],
      ]),
    );
    expect(await world.flagsOf(bob)).toEqual([]);
    expect(await world.report()).toMatchObject({
      state: 'done',
      objects: 4,
      failed: 0,
      owners: [{ memberId: alice.id, refused: 2, redacted: 1, overridden: 0 }],
    });
    const seen = await call(`GET /v1/members/${alice.id}/screening`, { token: operator.token });
    expect(seen.body.flags).toHaveLength(3);
    const other = await call(`GET /v1/descriptors/${masked.id}`, { token: bob.token });
    expect(other.body.description).toBe('for joe@bank.example');
  });

  it('says places and kinds, never what is there', async () => {
    const world = await publishedBefore();
    await decide(world, {});
    await world.rescan();

    const { text } = await world.call('GET /v1/me/screening', { token: world.alice.token });

    expect(text).toContain('"field":"/description"');
    for (const content of ['jane', 'joe', '4111', 'kit.example'])
      expect(text).not.toContain(content);
  });

  it('takes a flag off once its owner has mended it, and lists what was overridden', async () => {
    const world = await publishedBefore();
    const { publish, rescan, wait, alice, asked, masked, refused } = world;
    await decide(world, {});
    await rescan();
    const override = { reason: 'It is the drop box', kinds: ['email'] };

    await publish({ value: 'https://kit.example/?e=jane@bank.example', override });
    await publish({ value: 'a.example', description: 'for joe@bank.example' });
    await world.call(`DELETE /v1/descriptors/${refused.id}`, { token: alice.token });
    wait(86_401);
    await rescan();

    expect(await world.flagsOf(alice)).toMatchObject([
      { descriptorId: asked.id, verdict: 'overridden', override },
    ]);
    expect((await world.report()).owners).toEqual([
      { memberId: alice.id, refused: 0, redacted: 0, overridden: 1 },
    ]);
    expect(masked.id).not.toBe(asked.id);
  });

  it('is idle while nothing has changed, and begins for a new policy or a new list', async () => {
    const world = await publishedBefore();
    const { rescan, call, operator, wait } = world;
    const { token } = operator;
    await rescan();
    const again = await rescan();
    const upload = 'upload-of-a-list-1';
    const entries = ['clean.example'];

    await call('PUT /v1/known-good/x/pieces/0', {
      token,
      body: { upload, type: 'hostname', entries },
    });
    const list = { upload, pieces: 1, name: 'X', type: 'hostname' };
    await call('PUT /v1/known-good/x', { token, body: list });
    wait(21);
    const forList = await rescan();
    await decide(world, { screen: lax, knownGood: { verdict: 'block', lists: {} } });
    await rescan();

    expect(again).toBe('idle');
    expect(forList).toMatchObject({ objects: 4 });
    expect(await world.flagsOf(world.alice)).toMatchObject([
      { verdict: 'refused', knownGood: [{ list: 'x', verdict: 'block' }] },
    ]);
  });

  it('goes on in slices from where it stopped, counting nothing twice', async () => {
    const world = await publishedBefore();
    await decide(world, {});

    let slices = 0;
    for (; slices < 500; slices++) {
      const walk = await world.rescan(0);
      if (typeof walk === 'object' && walk.endedAt !== null) break;
    }

    expect(slices).toBeGreaterThan(10);
    expect(await world.flagsOf(world.alice)).toHaveLength(3);
    expect(await world.report()).toMatchObject({ state: 'done', objects: 4 });
  });

  it('never, before the first; and nobody else is shown it', async () => {
    const { call, operator, alice } = await community();

    const { body } = await call('GET /v1/screening', { token: operator.token });
    const [mine, others] = await Promise.all([
      call('GET /v1/screening', { token: alice.token }),
      call(`GET /v1/members/${operator.id}/screening`, { token: alice.token }),
    ]);

    expect(body).toEqual({ state: 'never', objects: 0, failed: 0, owners: [] });
    expect([mine.status, others.status]).toEqual([403, 403]);
  });
});
