import { desiredRows } from '../../../lambdas/core/projection';
import { revise } from '../../../lambdas/core/revise';
import { tagId } from '../../../lambdas/core/tag';
import { isoTime } from '../../../lambdas/core/time';
import { exchangeStore } from '../../../lambdas/store/exchange-store';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { type Departing, departing, toldOf } from '../../support/departures';
import { type FeedCopy, isProved, readOn } from '../../support/feed-copy';
import { readTruth } from '../../support/stored';

const { community, sharedClient } = communities();

const everybody = { community: true };

/** Dora says one thing long before and three things after the time from which she is not trusted. */
async function brokenInto() {
  const world = await departing(await community());
  const { publish, ring } = world;
  await publish('old.example', everybody);
  world.wait(7200);
  const since = isoTime(world.time.micros);
  const id = await publish('new.example', everybody, { tags: ['x'], expiresAt: inDays(world, 9) });
  await publish('ring.example', { groups: [ring.id] });
  await publish('direct.example', { members: [world.carol.id] });
  world.wait(3600);
  return { ...world, since, id };
}

const values = ['old.example', 'new.example', 'ring.example', 'direct.example'];

function inDays({ time }: Pick<Departing, 'time'>, days: number): string {
  return isoTime(time.micros + days * 86_400_000_000);
}

/** What copies hold, without when it came. */
function wordsOf({ feeds }: { readonly feeds: ReadonlyMap<string, FeedCopy> }) {
  return [...feeds].map(([audience, { objects }]) => [
    audience,
    [...objects].map(([id, { text }]) => `${id} ${text}`).sort(),
  ]);
}

/** What each audience of Dora's descriptors is to see, as text. */
async function projections({ tables, dora }: Departing): Promise<string[]> {
  const mine = (await readTruth(sharedClient(), tables)).filter(({ owner }) => owner === dora.id);
  return mine
    .flatMap((one) =>
      [...desiredRows(one)].filter(([audience]) => audience !== `member:${dora.id}`),
    )
    .map(([audience, shown]) => `${audience} ${JSON.stringify(shown)}`)
    .sort();
}

describe('POST /v1/members/{id}/state quarantined', () => {
  it('hides at once what was said since then, in every way to read, and nothing from before', async () => {
    const world = await brokenInto();
    const { call, bob, carol, id, since } = world;
    await toldOf(world, bob, values);

    const { status, body } = await world.decide('quarantined', { since });
    world.wait(20);

    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'quarantined', sweep: { goal: 'withhold', done: 0 } });
    expect((await toldOf(world, bob, values)).known).toEqual(['old.example']);
    expect((await toldOf(world, carol, values)).known).toEqual(['old.example']);
    const { token } = bob;
    const byId = await call(`GET /v1/descriptors/${id}`, { token });
    const absent = await call('GET /v1/descriptors/4611686018427387904', { token });
    const found = await call('GET /v1/indicators?value=new.example', { token });
    expect([byId.status, byId.text, found.text]).toEqual([404, absent.text, absent.text]);
    const expanded = { values, expand: true };
    const looked = await call('POST /v1/lookups', { token, body: expanded });
    expect(looked.text).not.toContain('"tags":["x"]');
  });

  it('shows it to nobody who searches, exports, discusses, tries a watch, or asks as ThreatExchange does', async () => {
    const world = await brokenInto();
    const { call, index, bob, dora, ring, since, id } = world;
    const [md5, sha256] = ['a'.repeat(32), 'c'.repeat(64)];
    const indicatorIds: string[] = [];
    for (const value of [md5, sha256]) {
      await call('POST /v1/descriptors', {
        token: bob.token,
        body: { value, status: 'MALICIOUS', tags: ['x'], audience: everybody },
      });
      await index();
      const { body } = await call(`GET /v1/indicators?value=${value}`, { token: dora.token });
      indicatorIds.push(body.id);
    }
    const [from, indicatorId] = indicatorIds;
    const relation = { kind: 'same_file', indicatorId, audience: everybody };
    await call(`POST /v1/indicators/${from}/relations`, { token: dora.token, body: relation });
    const comment = { text: 'What Dora says', audience: everybody };
    await call(`POST /v1/indicators/${from}/comments`, { token: dora.token, body: comment });
    await index();
    const places: readonly (readonly [string, string, object?])[] = [
      ['new.example', 'GET /v1/search?tag=x'],
      [sha256, `GET /v1/search?q=${md5}`],
      ['new.example', 'POST /v1/watches/test', { conditions: [{ tags: ['x'] }] }],
      ['new.example', 'GET /v1/feeds/community/export?format=ndjson'],
      ['What Dora says', `GET /v1/indicators/${from}/comments`],
      ['new.example', 'GET /v6.0/threat_descriptors?tags=x'],
      ['ring.example', `GET /v6.0/${ring.id}/threat_updates?fields=indicator`],
      [id, `GET /v6.0/${tagId('x')}/tagged_objects`],
      ['new.example', `GET /v6.0/?ids=${id}`],
    ];
    const { token } = bob;
    const shownIn = async () => {
      const shown: string[] = [];
      for (const [said, line, body] of places) {
        const { text } = await call(line, body ? { token, body } : { token });
        if (text.includes(said)) shown.push(line);
      }
      return shown;
    };
    const before = await shownIn();

    await world.decide('quarantined', { since });
    world.wait(20);

    expect(before).toEqual(places.map(([, line]) => line));
    expect(await shownIn()).toEqual([]);
  });

  it('names what is hidden in the feeds by id and version alone, and every copy is still proved', async () => {
    const world = await brokenInto();
    const { bob, since, id } = world;
    const before = await toldOf(world, bob, values);

    await world.decide('quarantined', { since });
    world.wait(20);
    const page = await world.call('GET /v1/feeds/community', { token: bob.token });
    const during = await toldOf(world, bob, values);
    await world.sweepToTheEnd();
    const after = await toldOf(world, bob, values);

    const [old, hidden] = page.body.changes;
    expect(old.descriptor.value).toBe('old.example');
    expect(hidden).toEqual({ id, kind: 'descriptor', version: hidden.version, withheld: true });
    for (const { feeds } of [before, during, after]) {
      for (const copy of feeds.values()) expect(isProved(copy)).toBe(true);
    }
    expect(during.feeds.get('community')?.head).toEqual(before.feeds.get('community')?.head);
    expect(after.feeds.get('community')?.head?.count).toBe(1);
  });

  it('is over when the index has come after: withheld, counted, and nothing is hidden any more', async () => {
    const world = await brokenInto();
    const { bob, operator, dora, since } = world;

    await world.decide('quarantined', { since });
    await world.sweepToTheEnd();
    world.wait(20);

    const { swept, state } = await world.standing();
    expect([state, swept.goal, swept.descriptors]).toEqual(['quarantined', 'withhold', 3]);
    expect((await toldOf(world, bob, values)).known).toEqual(['old.example']);
    expect(await disagreements(world, sharedClient())).toEqual([]);
    const line = `GET /v1/members/${dora.id}/exposure`;
    const { body } = await world.call(line, { token: operator.token });
    expect(body).toMatchObject({ state: 'quarantined', withheld: 3, since });
    expect(body.audiences.map(({ audience }: { audience: string }) => audience)).toEqual([
      `member:${dora.id}`,
      `group:${world.ring.id}`,
      'community',
    ]);
    expect(body.audiences[2]).toMatchObject({ count: 2, joinedAt: null });
  });

  it('is not over while the index lags behind, and hides all the while', async () => {
    const world = await brokenInto();
    await world.decide('quarantined', { since: world.since });

    for (let minute = 0; minute < 5; minute++) {
      world.wait(60);
      await world.sweep();
    }

    expect((await world.standing()).sweep).toMatchObject({ step: 'withhold' });
    expect((await toldOf(world, world.bob, values)).known).toEqual(['old.example']);
    await world.index();
    await world.sweepToTheEnd();
    expect((await toldOf(world, world.bob, values)).known).toEqual(['old.example']);
  });

  it('takes in what a request that was under way writes after it', async () => {
    const world = await brokenInto();
    const { tables, dora, bob } = world;
    await world.decide('quarantined', { since: world.since });
    await world.sweep();
    const truth = await readTruth(sharedClient(), tables);
    const one = truth.find(({ value, owner }) => value === 'old.example' && owner === dora.id);
    if (!one) throw new Error('Dora has said nothing');
    const opinion = { ...one.opinion, description: 'late words' };
    const late = revise(one, { ...one, opinion }, world.now());
    await exchangeStore(sharedClient(), tables.exchange).replace(late, one.version);
    await world.index();

    await world.sweepToTheEnd();
    world.wait(20);

    const { feeds } = await toldOf(world, bob, values);
    const said = [...feeds.values()].map(({ objects }) => [...objects]);
    expect(JSON.stringify(said)).not.toContain('late words');
    expect((await world.standing()).swept.descriptors).toBe(4);
  });

  it('leaves in an audience what changed there before, though it was shared with another since', async () => {
    const world = await departing(await community());
    const id = await world.publish('old.example', everybody);
    world.wait(7200);
    const since = isoTime(world.time.micros);
    const { token } = world.dora;
    const { version } = (await world.call(`GET /v1/descriptors/${id}`, { token })).body;
    const audience = { community: true, groups: [world.ring.id] };
    await world.call(`PATCH /v1/descriptors/${id}`, { token, body: { version, audience } });
    await world.index();
    const before = (await toldOf(world, world.carol, ['old.example'])).feeds.get('community');

    await world.decide('quarantined', { since });
    await world.sweepToTheEnd();
    world.wait(20);

    const inRing = await world.call(`GET /v1/feeds/group:${world.ring.id}`, {
      token: world.bob.token,
    });
    expect(inRing.body.changes).toMatchObject([{ id, gone: true }]);
    const after = (await toldOf(world, world.carol, ['old.example'])).feeds.get('community');
    expect([...(after?.objects ?? [])]).toEqual([...(before?.objects ?? [])]);
    expect(after?.head).toEqual(before?.head);
  });
});

describe('POST /v1/members/{id}/state active, after a quarantine', () => {
  it('gives every audience back what it saw, word for word, and the copies are proved', async () => {
    const world = await brokenInto();
    const before = await projections(world);
    const shown = await toldOf(world, world.bob, values);

    await world.decide('quarantined', { since: world.since });
    await world.sweepToTheEnd();
    const meanwhile = await projections(world);
    await world.decide('active');
    await world.sweepToTheEnd();
    world.wait(20);

    expect(meanwhile).not.toEqual(before);
    expect(await projections(world)).toEqual(before);
    const again = await toldOf(world, world.bob, values);
    expect(again.known).toEqual(shown.known);
    expect(wordsOf(again)).toEqual(wordsOf(shown));
    expect((await world.standing()).swept).toMatchObject({ goal: 'lift', descriptors: 3 });
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('in the middle of the walk ends right, for those too whose copies were told of the hiding', async () => {
    const world = await brokenInto();
    const before = await projections(world);
    const shown = await toldOf(world, world.bob, values);
    await world.decide('quarantined', { since: world.since });
    world.wait(20);
    const told = await toldOf(world, world.bob, values);
    await world.sweep(0);

    await world.decide('active');
    await world.sweepToTheEnd();
    world.wait(20);

    expect(await projections(world)).toEqual(before);
    for (const [audience, copy] of told.feeds) {
      const get = (query: string) =>
        world.call(`GET /v1/feeds/${audience}?${query}`, { token: world.bob.token });
      while (await readOn(copy, get));
      expect(isProved(copy)).toBe(true);
    }
    expect(wordsOf(told)).toEqual(wordsOf(shown));
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('leaves over what ended meanwhile', async () => {
    const world = await brokenInto();
    await world.decide('quarantined', { since: world.since });
    await world.sweepToTheEnd();
    world.wait(10 * 86_400);
    await world.expire();
    await world.index();

    await world.decide('active');
    await world.sweepToTheEnd();

    const { known } = await toldOf(world, world.bob, values);
    expect(known).toEqual(['old.example', 'ring.example']);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});
