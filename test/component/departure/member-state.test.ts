import { isoTime } from '../../../lambdas/core/time';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { departing, toldOf } from '../../support/departures';
import { readTruth } from '../../support/stored';

const { community, sharedClient } = communities();

const everybody = { community: true };
const values = ['said.example'];

async function withWords() {
  const world = await departing(await community());
  await world.publish('said.example', everybody);
  return world;
}

describe('POST /v1/members/{id}/state', () => {
  it('suspended: refuses writes at once and reads within 30 s; what was said stays', async () => {
    const world = await withWords();
    const { call, dora, bob, decide, wait } = world;
    const read = () => call('GET /v1/feeds', { token: dora.token });
    const body = { value: 'late.example', status: 'MALICIOUS', audience: everybody };
    await read();

    const decided = await decide('suspended');
    const write = await call('POST /v1/descriptors', { token: dora.token, body });
    wait(30);

    expect(decided.body).toMatchObject({ state: 'suspended', reason: 'a test', sweep: null });
    expect([write.status, (await read()).status]).toEqual([401, 401]);
    expect((await toldOf(world, bob, values)).known).toEqual(values);
    await decide('active');
    expect((await call('POST /v1/descriptors', { token: dora.token, body })).status).toBe(201);
  });

  it('expelled: takes back everything, ends memberships and credentials, and is final', async () => {
    const world = await withWords();
    const { call, dora, bob, ring, operator, tables } = world;
    await world.publish('ring.example', { groups: [ring.id] });

    const decided = await world.decide('expelled');
    world.wait(20);
    const hidden = await toldOf(world, bob, [...values, 'ring.example']);
    await world.sweepToTheEnd();

    expect(decided.body).toMatchObject({ state: 'expelled', sweep: { goal: 'retract' } });
    expect(hidden.known).toEqual([]);
    const standing = await world.standing();
    expect(standing.swept).toMatchObject({ goal: 'retract', descriptors: 2 });
    expect(standing.leaves).toEqual({ memberships: 1, credentials: 1 });
    const mine = (await readTruth(sharedClient(), tables)).filter(({ owner }) => owner === dora.id);
    expect(mine.map(({ state }) => state)).toEqual(['retracted', 'retracted']);
    expect(await disagreements(world, sharedClient())).toEqual([]);
    const back = await world.decide('active');
    expect([back.status, back.body.code]).toEqual([409, 'member.has_left']);
    const exposure = await call(`GET /v1/members/${dora.id}/exposure`, { token: operator.token });
    expect(exposure.body.audiences).toMatchObject([
      { audience: `member:${dora.id}` },
      { audience: `group:${ring.id}`, joinedAt: expect.any(String), count: 1 },
      { audience: 'community', count: 1 },
    ]);
  });

  it('is 409 for a decision on what has changed since, and says the version that stands', async () => {
    const { call, operator, dora, decide } = await withWords();
    const line = `POST /v1/members/${dora.id}/state`;
    const { body: first } = await decide('suspended');

    const stale = { state: 'active', reason: 'late', version: 0 };
    const answer = await call(line, { token: operator.token, body: stale });

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'member.version_stale', version: first.version });
  });

  it('of two decisions at once makes one', async () => {
    const { call, operator, dora } = await withWords();
    const line = `POST /v1/members/${dora.id}/state`;
    const decide = (state: string) =>
      call(line, { token: operator.token, body: { state, reason: 'at once', version: 0 } });

    const answers = await Promise.all(['suspended', 'quarantined', 'expelled'].map(decide));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('answers a repeat under its Idempotency-Key alike, and another request under it 409', async () => {
    const { call, operator, dora } = await withWords();
    const line = `POST /v1/members/${dora.id}/state`;
    const headers = { 'idempotency-key': 'one' };
    const body = { state: 'quarantined', reason: 'broken into', version: 0 };

    const first = await call(line, { token: operator.token, headers, body });
    const again = await call(line, { token: operator.token, headers, body });
    const other = await call(line, {
      token: operator.token,
      headers,
      body: { ...body, state: 'expelled' },
    });

    expect(again.text).toBe(first.text);
    expect([other.status, other.body.code]).toEqual([409, 'idempotency.conflict']);
  });

  it('widens a quarantine to an earlier time, and leaves a later one as it is', async () => {
    const world = await departing(await community());
    const early = isoTime(world.time.micros);
    await world.publish('early.example', everybody);
    world.wait(7200);
    const since = isoTime(world.time.micros);
    await world.publish('said.example', everybody);
    await world.decide('quarantined', { since });
    await world.sweepToTheEnd();

    const later = await world.decide('quarantined', { since: isoTime(world.time.micros) });
    const wider = await world.decide('quarantined', { since: early });
    await world.sweepToTheEnd();

    expect(later.body).toMatchObject({ since, sweep: null });
    expect(wider.body).toMatchObject({ since: early, sweep: { goal: 'withhold' } });
    expect((await world.standing()).swept.descriptors).toBe(2);
  });

  it.each([
    ['a time that has not come', { state: 'quarantined', since: '2027-01-01T00:00:00Z' }, '/since'],
    ['a time for what takes none', { state: 'suspended', since: '2026-01-01T00:00:00Z' }, '/since'],
    ['a state that only the member can choose', { state: 'withdrawn' }, '/state'],
    ['no reason', { state: 'suspended', reason: '' }, '/reason'],
  ])('is 400 for %s', async (_, fields, pointer) => {
    const { decide, standing } = await withWords();

    const { status, body } = await decide(fields.state, fields);

    expect([status, body.pointer]).toEqual([400, pointer]);
    expect((await standing()).version).toBe(0);
  });

  it('is 400 where suspending would give back what a quarantine withholds', async () => {
    const { decide, standing } = await withWords();
    await decide('quarantined');

    const answer = await decide('suspended');

    expect([answer.status, answer.body.pointer]).toEqual([400, '/state']);
    expect((await standing()).state).toBe('quarantined');
  });

  it('is 409 for the operator itself, which nobody can lock out', async () => {
    const { call, operator } = await withWords();
    const body = { state: 'quarantined', reason: 'by mistake', version: 0 };

    const answer = await call(`POST /v1/members/${operator.id}/state`, {
      token: operator.token,
      body,
    });

    expect([answer.status, answer.body.code]).toEqual([409, 'member.is_operator']);
    expect((await call('GET /v1/members', { token: operator.token })).status).toBe(200);
  });

  it('is 404 for a member that is not there, and 403 for who does not operate', async () => {
    const { call, operator, alice, dora } = await withWords();
    const body = { state: 'suspended', reason: 'none', version: 0 };
    const of = (id: string, token: string) => call(`POST /v1/members/${id}/state`, { token, body });

    expect((await of('4611686018427387904', operator.token)).status).toBe(404);
    expect((await of(dora.id, alice.token)).status).toBe(403);
  });
});
