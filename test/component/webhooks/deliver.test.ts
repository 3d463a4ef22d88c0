import { breakerRules } from '../../../lambdas/core/webhooks/breaker';
import { communities, type TestMember } from '../../support/community';
import { receivers } from '../../support/receiver';
import { activeEndpoint, matchedIn, publishFor, putWatch } from '../../support/watching';

const { community, newTables } = communities();

/** Bob watches, and has an endpoint. */
async function watched(fields: object = {}) {
  const clock = { now: () => 0 };
  const at = receivers(() => clock.now());
  const rings: never[] = [];
  const world = await community({ tables: await newTables(), outgoing: at.call, rings });
  clock.now = world.now;
  await putWatch(world, world.bob);
  const endpoint = await activeEndpoint(world, world.bob, at, fields);
  const told = async (value: string, audience?: Parameters<typeof publishFor>[4]) => {
    const message = await publishFor(world, world.alice, world.bob, value, audience);
    await world.notify(message);
    return message;
  };
  const list = async (line: string, { token }: TestMember = world.bob) =>
    (await world.call(line, { token })).body;
  return { ...world, world, at, endpoint, told, list, rings };
}

describe('what a watch has met', () => {
  it('is delivered, signed and verified, once for one change through two audiences', async () => {
    const { told, deliverRung, at, list, notify, group, world, alice, bob } = await watched();
    const body = { value: 'a.example', status: 'MALICIOUS' };
    const audience = { community: true, groups: [group.id] };
    const { token } = alice;
    const made = await world.call('POST /v1/descriptors', { token, body: { ...body, audience } });
    await world.index();

    await notify(await matchedIn(world, made.body.id, bob, 'community'));
    await notify(await matchedIn(world, made.body.id, bob, `group:${group.id}`));
    await deliverRung();
    await told('b.example');
    await deliverRung();

    const { matches } = await list('GET /v1/matches?unread=true');
    expect(matches).toHaveLength(2);
    expect(matches[1]).toMatchObject({ objectId: made.body.id, object: { value: 'a.example' } });
    expect(matches[1].audiences).toEqual([`group:${group.id}`, 'community']);
    expect(at.deliveries().map(({ isVerified }) => isVerified)).toEqual([true, true]);
    expect(at.deliveries().map(({ id }) => id)).toEqual([matches[1].id, matches[0].id]);
    expect(JSON.stringify(at.deliveries())).not.toContain('a.example');
    const { deliveries } = await list('GET /v1/deliveries?state=delivered&code=2xx');
    expect(deliveries).toHaveLength(2);
    expect(deliveries[0].attempts).toMatchObject([{ status: 200, latencyMs: 5 }]);
  });

  it('is coalesced, and carries its words where they are asked for', async () => {
    const { told, deliverRung, at } = await watched({ payload: 'full' });
    await told('a.example');
    await told('b.example');

    await deliverRung();

    expect(at.deliveries()).toHaveLength(1);
    const { matches } = at.deliveries()[0]?.body.data ?? {};
    expect(matches).toMatchObject([
      { object: { value: 'a.example' } },
      { object: { value: 'b.example' } },
    ]);
  });

  it('is acknowledged one by one, and all until a time', async () => {
    const { told, list, world, bob } = await watched();
    for (const value of ['a.example', 'b.example', 'c.example']) await told(value);
    const { token } = bob;
    const { matches } = await list('GET /v1/matches');
    const acknowledge = async (body: object) =>
      (await world.call('POST /v1/matches/acknowledge', { token, body })).body;

    const one = await acknowledge({ ids: [matches[0].id, '17'] });
    const rest = await acknowledge({ until: '2026-11-23T10:00:00Z' });

    expect([one, rest]).toEqual([
      { acknowledged: 1, complete: true },
      { acknowledged: 2, complete: true },
    ]);
    expect((await list('GET /v1/matches?unread=true')).matches).toEqual([]);
    const first = await list('GET /v1/matches?limit=2');
    const second = await list(`GET /v1/matches?limit=2&cursor=${first.cursor}`);
    expect([...first.matches, ...second.matches].map(({ id }) => id)).toEqual(
      matches.map(({ id }: { id: string }) => id),
    );
  });
});

describe('who may not see it any more', () => {
  it('is not sent what was found while it was in the group, nor shown it, nor may it be replayed', async () => {
    const { told, deliverRung, at, list, world, group, bob, alice, operator, endpoint } =
      await watched();
    at.answer(500);
    await told('a.example', `group:${group.id}`);
    await deliverRung();
    const { deliveries } = await list('GET /v1/deliveries');
    const { token } = operator;
    const body = { members: [alice.id] };
    await world.call(`PUT /v1/groups/${group.id}/members`, { token, body });
    world.wait(600);
    at.answer(200);

    await world.sweepDue();
    await deliverRung();
    world.wait(40);
    const path = `POST /v1/endpoints/${endpoint}/deliveries/${deliveries[0].id}/replay`;
    const replayed = await world.call(path, { token: bob.token });

    expect(at.deliveries()).toHaveLength(1);
    expect((await list('GET /v1/deliveries')).deliveries).toMatchObject([{ state: 'dropped' }]);
    expect((await list('GET /v1/matches')).matches).toEqual([]);
    expect(replayed.body).toMatchObject({ status: 409, code: 'delivery.nothing_left' });
  });

  it('is sent nothing of it to try an endpoint with', async () => {
    const { told, at, world, group, bob, alice, operator, endpoint } = await watched({
      payload: 'full',
    });
    await told('a.example', `group:${group.id}`);
    const body = { members: [alice.id] };
    await world.call(`PUT /v1/groups/${group.id}/members`, { token: operator.token, body });
    world.wait(40);

    const tried = await world.call(`POST /v1/endpoints/${endpoint}/test`, { token: bob.token });

    expect(tried.status).toBe(200);
    expect(at.deliveries()).toHaveLength(1);
    expect(JSON.stringify(at.deliveries())).not.toContain('a.example');
  });

  it('is not told what was found for it just before it left', async () => {
    const { notify, deliverRung, at, world, group, bob, alice, operator } = await watched();
    const message = await publishFor(world, alice, bob, 'a.example', `group:${group.id}`);
    const body = { members: [alice.id] };
    await world.call(`PUT /v1/groups/${group.id}/members`, { token: operator.token, body });

    await notify(message);
    await deliverRung();
    await world.call(`PUT /v1/groups/${group.id}/members`, {
      token: operator.token,
      body: { members: [alice.id, bob.id] },
    });
    world.wait(40);

    expect(at.deliveries()).toEqual([]);
    const { body: found } = await world.call('GET /v1/matches', { token: bob.token });
    expect(found.matches).toEqual([]);
  });

  it('of whom an owner is hidden is not shown, while it is', async () => {
    const { told, list, deliverRung, at, world, alice, operator } = await watched();
    await told('a.example');
    const line = `/v1/members/${alice.id}/state`;
    const { token } = operator;
    const { version } = (await world.call(`GET ${line}`, { token })).body;
    const since = '2026-11-22T00:00:00Z';
    const body = { state: 'quarantined', reason: 'a test', version, since };
    const shut = await world.call(`POST ${line}`, { token, body });
    world.wait(40);

    await deliverRung();

    expect(shut.status).toBe(200);
    expect((await list('GET /v1/matches')).matches).toEqual([]);
    expect(at.deliveries()).toEqual([]);
  });

  it('hears that it is gone, without its words, and again when it comes back', async () => {
    const { told, deliverRung, at, list, notify, world, alice, bob } = await watched({
      payload: 'full',
    });
    const message = await told('a.example');
    const { id } = message.change;
    await world.call(`DELETE /v1/descriptors/${id}`, { token: alice.token });
    await world.index();
    const gone = await matchedIn(world, id, bob, 'community', 'withdrawn');

    await notify(gone);
    await notify(gone);
    await notify(message);
    await deliverRung();
    const { matches } = await list('GET /v1/matches');
    const again = await told('a.example');

    expect(matches).toMatchObject([{ event: 'withdrawn', objectId: id }]);
    expect(at.deliveries()).toHaveLength(1);
    expect(JSON.stringify(at.deliveries())).not.toContain('a.example');
    expect(again.change.id).toBe(id);
    expect((await list('GET /v1/matches')).matches).toMatchObject([
      { event: 'new', object: { value: 'a.example' } },
      { event: 'withdrawn' },
    ]);
  });
});

describe('what a watch that is paused by now has told', () => {
  it('loses its words when it is gone, and nobody is told of that', async () => {
    const { told, deliverRung, at, list, notify, world, alice, bob } = await watched();
    const { id } = (await told('a.example')).change;
    await deliverRung();
    await putWatch(world, bob, 'paused');
    await world.call(`DELETE /v1/descriptors/${id}`, { token: alice.token });
    await world.index();

    await notify(await matchedIn(world, id, bob, 'community', 'withdrawn'));
    await deliverRung();

    expect((await list('GET /v1/matches')).matches).toEqual([]);
    expect(at.deliveries()).toHaveLength(1);
  });
});

describe('a receiver that fails', () => {
  it('gets the same webhook-id at each attempt, by the schedule, until it answers', async () => {
    const { told, deliverRung, at, world, list } = await watched();
    at.answer(500, { failure: 'timeout', latencyMs: 10_000 }, 503, 200);
    await told('a.example');
    await deliverRung();
    for (const seconds of [6, 400, 2000]) {
      world.wait(seconds);
      await world.sweepDue();
      await deliverRung();
    }

    const ids = at.deliveries().map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
    const { deliveries } = await list('GET /v1/deliveries');
    expect(deliveries[0]).toMatchObject({ state: 'delivered', nextAt: null });
    expect(deliveries[0].attempts).toMatchObject([
      { status: 500 },
      { failure: 'timeout' },
      { status: 503 },
      { status: 200 },
    ]);
  });

  it('is left alone when it says 410, and after days of 500; its owner can activate it again and recover', async () => {
    const { told, deliverRung, at, world, list, endpoint, bob } = await watched();
    at.answer(500);
    const halfDays = Math.ceil(breakerRules.disablesAfterMicros / 43_200_000_000) + 1;
    for (let at = 0; at < halfDays; at++) {
      await told(`h${at}.example`);
      await deliverRung();
      world.wait(12 * 3600);
    }
    const failing = await list(`GET /v1/endpoints/${endpoint}`);
    const { notices } = await list('GET /v1/me');
    const attempts = at.deliveries().length;
    await told('late.example');
    await deliverRung();
    const quiet = at.deliveries().length;
    at.answer(200);
    const { token } = bob;
    await world.call(`POST /v1/endpoints/${endpoint}/activation`, { token });
    const { notices: mended } = await list('GET /v1/me');
    const body = { since: '2026-11-22T00:00:00Z' };
    const recovered = await world.call(`POST /v1/endpoints/${endpoint}/recovery`, { token, body });
    await deliverRung();

    expect(failing).toMatchObject({ state: 'disabled', reason: 'failing' });
    const at5Days = { reason: 'failing', at: failing.disabledAt };
    expect(notices).toEqual([{ kind: 'endpoint.disabled', endpoint, ...at5Days }]);
    expect(failing.disabledAt - failing.health.failingSince).toBeGreaterThanOrEqual(
      breakerRules.disablesAfterMicros,
    );
    expect(mended).toEqual([]);
    expect(quiet).toBe(attempts);
    expect(recovered.body).toMatchObject({ complete: true });
    const { matches } = await list('GET /v1/matches');
    const got = at.deliveries().flatMap(({ body: { data } }) => data.matches.map(({ id }) => id));
    expect(matches.filter(({ id }: { id: string }) => !got.includes(id))).toEqual([]);
    at.answer(410);
    await told('gone.example');
    await deliverRung();
    const gone = await list(`GET /v1/endpoints/${endpoint}`);
    expect(gone).toMatchObject({ state: 'disabled', reason: 'gone' });
    const entry = { chain: bob.id, kind: 'endpoint.disabled', actor: 'exchange', credential: null };
    const entries = world.told.filter(({ kind }) => kind === 'endpoint.disabled');
    expect(entries).toEqual([
      expect.objectContaining({
        ...entry,
        at: failing.disabledAt,
        about: { endpoint, reason: 'failing' },
      }),
      expect.objectContaining({
        ...entry,
        at: gone.disabledAt,
        about: { endpoint, reason: 'gone' },
      }),
    ]);
    const by = { token, body: { state: 'disabled' } };
    await world.call(`PATCH /v1/endpoints/${endpoint}`, by);
    expect((await list('GET /v1/me')).notices).toEqual([]);
  });
});
