import { createHash } from 'node:crypto';
import { communities } from '../support/community';

const { community } = communities();

const evil = { value: 'evil[.]example', status: 'MALICIOUS', tags: ['phishing'] };

describe('POST /v1/descriptors', () => {
  it('answers 201 when new and 200 when it was there, with one version for one content', async () => {
    const { call, alice } = await community();
    const body = { ...evil, audience: { community: true } };

    const first = await call('POST /v1/descriptors', { token: alice.token, body });
    const again = await call('POST /v1/descriptors', { token: alice.token, body });

    expect(first.status).toBe(201);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
  });

  it('can be read by its owner at once, and by others when it is indexed', async () => {
    const { call, index, alice, carol } = await community();
    const body = { ...evil, audience: { community: true } };
    const { body: published } = await call('POST /v1/descriptors', { token: alice.token, body });

    const own = await call(`GET /v1/descriptors/${published.id}`, { token: alice.token });
    const early = await call(`GET /v1/descriptors/${published.id}`, { token: carol.token });
    await index();
    const later = await call(`GET /v1/descriptors/${published.id}`, { token: carol.token });

    expect(own.body).toMatchObject({ value: 'evil.example', version: published.version });
    expect(early.status).toBe(404);
    expect(later.body).toMatchObject({
      owner: alice.id,
      tags: ['phishing'],
      seenIn: ['community'],
    });
    expect(later.body.audience).toBeUndefined();
  });

  it.each([
    ['a group of others', { groups: ['4611686018427387904'] }, 'audience.unusable'],
    ['an absent member', { members: ['4611686018427387904'] }, 'audience.unusable'],
  ])('refuses %s', async (_, audience, code) => {
    const { call, alice } = await community();

    const answer = await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...evil, audience },
    });

    expect(answer).toMatchObject({ status: 400, body: { code, pointer: '/audience' } });
  });

  it('refuses a hidden group in the same words as an absent one', async () => {
    const { call, carol, group } = await community();
    const publishTo = (id: string) =>
      call('POST /v1/descriptors', {
        token: carol.token,
        body: { ...evil, audience: { groups: [id] } },
      });

    const hidden = await publishTo(group.id);
    const absent = await publishTo('4611686018427387904');

    expect(hidden.status).toBe(400);
    expect(hidden.text).toBe(absent.text);
  });
});

describe('GET /v1/indicators', () => {
  it('shows each caller the opinions of its own audiences alone, and disputes within them', async () => {
    const { call, index, alice, bob, carol, group } = await community();
    const publish = (token: string, status: string, audience: object) =>
      call('POST /v1/descriptors', { token, body: { ...evil, status, audience } });
    await publish(alice.token, 'MALICIOUS', { community: true });
    await publish(bob.token, 'NON_MALICIOUS', { groups: [group.id] });
    await index();
    const look = (token: string) => call('GET /v1/indicators?value=EVIL.example.', { token });

    const seenByAlice = await look(alice.token);
    const seenByCarol = await look(carol.token);

    expect(seenByAlice.body.summary).toMatchObject({ owners: 2, disputed: true, tlp: 'AMBER' });
    expect(seenByCarol.body.summary).toMatchObject({
      owners: 1,
      disputed: false,
      worstStatus: 'MALICIOUS',
    });
    expect(seenByCarol.body.descriptors).toHaveLength(1);
  });

  it('is 404 for a value that nobody shared with the caller', async () => {
    const { call, index, alice, carol, group } = await community();
    await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...evil, audience: { groups: [group.id] } },
    });
    await index();

    const hidden = await call('GET /v1/indicators?value=evil.example', { token: carol.token });
    const absent = await call('GET /v1/indicators?value=good.example', { token: carol.token });

    expect(hidden.status).toBe(404);
    expect(hidden.text).toBe(absent.text);
  });
});

describe('POST /v1/lookups', () => {
  it('answers each value in order: known, unknown, and not understood', async () => {
    const { call, index, alice, bob } = await community();
    await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...evil, audience: { community: true } },
    });
    await index();
    const values = ['hxxp://x', 'evil.example', { type: 'DOMAIN', value: 'good.example' }, 'free'];

    const { body } = await call('POST /v1/lookups', { token: bob.token, body: { values } });

    expect(body.results.map((result: { known: boolean }) => result.known)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(body.results[1]).toMatchObject({ type: 'DOMAIN', summary: { owners: 1 } });
    expect(body.results[3]).toMatchObject({ problem: { code: 'indicator.refused' } });
  });
});

describe('PATCH and DELETE /v1/descriptors/{id}', () => {
  it('changes the version that was read and refuses a stale one with the current', async () => {
    const { call, alice } = await community();
    const body = { ...evil, audience: { community: true } };
    const { body: first } = await call('POST /v1/descriptors', { token: alice.token, body });
    const patch = (version: number, severity: string) =>
      call(`PATCH /v1/descriptors/${first.id}`, {
        token: alice.token,
        body: { version, severity },
      });

    const patched = await patch(first.version, 'SEVERE');
    const stale = await patch(first.version, 'INFO');

    expect(patched.status).toBe(200);
    expect(patched.body.version).toBeGreaterThan(first.version);
    expect(stale).toMatchObject({ status: 409, body: { version: patched.body.version } });
  });

  it('leaves every audience when it is retracted', async () => {
    const { call, index, alice, bob, group } = await community();
    const audience = { community: true, groups: [group.id] };
    const { body } = await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...evil, audience },
    });
    await index();

    const retracted = await call(`DELETE /v1/descriptors/${body.id}`, { token: alice.token });
    await index();

    expect(retracted.status).toBe(204);
    for (const feed of ['community', `group:${group.id}`]) {
      const page = await call(`GET /v1/feeds/${feed}`, { token: bob.token });
      expect(page.body).toMatchObject({ head: { count: 0, digest: '0'.repeat(64) } });
      expect(page.body.changes).toMatchObject([{ id: body.id, gone: true }]);
    }
    const look = await call('GET /v1/indicators?value=evil.example', { token: bob.token });
    expect(look.status).toBe(404);
  });

  it("is 404 for another's descriptor, as for none", async () => {
    const { call, index, alice, bob } = await community();
    const { body } = await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...evil, audience: { community: true } },
    });
    await index();

    const others = await call(`DELETE /v1/descriptors/${body.id}`, { token: bob.token });
    const absent = await call('DELETE /v1/descriptors/4611686018427387904', { token: bob.token });

    expect(others.status).toBe(404);
    expect(others.text).toBe(absent.text);
  });
});

describe('GET /v1/feeds/{audience}', () => {
  it('pages to the head, where the copy has the count and digest of the head', async () => {
    const { call, index, alice, bob } = await community();
    for (let at = 0; at < 45; at++) {
      const value = `host${at}.example`;
      const body = { value, status: 'SUSPICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
    }
    await index();
    const copy = new Map<string, number>();

    let after = 0;
    for (let page = 0; page < 10; page++) {
      const { body } = await call(`GET /v1/feeds/community?after=${after}&limit=10`, {
        token: bob.token,
      });
      if (body.head.position === after) break;
      for (const { id, version } of body.changes) copy.set(id, version);
      after = body.next;
    }

    const { body } = await call(`GET /v1/feeds/community?after=${after}`, { token: bob.token });
    expect(body.changes).toEqual([]);
    expect(body.head.count).toBe(copy.size);
    expect(body.head.digest).toBe(digestOf(copy));
    expect(copy.size).toBe(45);
  });

  it('leaves no trace in an audience where nothing that it sees has changed', async () => {
    const { call, index, alice, bob, group } = await community();
    const publish = (audience: object) =>
      call('POST /v1/descriptors', { token: alice.token, body: { ...evil, audience } });
    await publish({ community: true });
    await index();
    const before = await call('GET /v1/feeds/community', { token: bob.token });

    await publish({ community: true, groups: [group.id] });
    await index();

    const after = await call('GET /v1/feeds/community', { token: bob.token });
    const inGroup = await call(`GET /v1/feeds/group:${group.id}`, { token: bob.token });
    const told = ({ body: { asOf: _, ...page } }: typeof before) => page;
    expect(told(after)).toEqual(told(before));
    expect(inGroup.body.head.count).toBe(1);
  });

  it('is 404 for an audience that the caller is not in', async () => {
    const { call, carol, group } = await community();

    const hidden = await call(`GET /v1/feeds/group:${group.id}`, { token: carol.token });
    const absent = await call('GET /v1/feeds/group:4611686018427387904', { token: carol.token });

    expect(hidden.status).toBe(404);
    expect(hidden.text).toBe(absent.text);
  });
});

describe('expiry', () => {
  it('hides an opinion at once and takes it from every audience but its owner’s', async () => {
    const { call, index, expire, wait, alice, bob } = await community();
    const expiresAt = '2026-11-22T10:05:00Z';
    const body = { ...evil, expiresAt, audience: { community: true } };
    const { body: published } = await call('POST /v1/descriptors', { token: alice.token, body });
    await index();
    const values = ['evil.example'];
    const known = async () =>
      (await call('POST /v1/lookups', { token: bob.token, body: { values } })).body.results[0]
        .known;
    expect(await known()).toBe(true);

    wait(301);
    expect(await known()).toBe(false);
    const { expired } = await expire();
    await index();

    expect(expired).toBe(1);
    const { body: page } = await call('GET /v1/feeds/community', { token: bob.token });
    expect(page.changes).toMatchObject([{ id: published.id, gone: true }]);
    const own = await call(`GET /v1/feeds/member:${alice.id}`, { token: alice.token });
    expect(own.body.changes).toMatchObject([{ descriptor: { own: { state: 'expired' } } }]);
  });
});

function digestOf(copy: ReadonlyMap<string, number>): string {
  let sum = 0n;
  for (const [id, version] of copy) {
    sum += BigInt(`0x${createHash('sha256').update(`${id}:${version}`).digest('hex')}`);
  }
  return (sum % (1n << 256n)).toString(16).padStart(64, '0');
}
