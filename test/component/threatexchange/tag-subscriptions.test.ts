import { matchedIn } from '../../support/watching';
import { hubHeaders } from '../webhooks/hub-world';
import { subscribers } from './subscribers';

const subscribing = subscribers();

describe('POST /<tag id>?subscribed=true', () => {
  it('is a watch of that tag, whose matches are told as the subscription says', async () => {
    const { graph, post, at, own, ask } = await subscribing('bob');
    const { call, submit, notify, deliverRung, alice } = graph;
    const { body: asked } = await post({ include_values: 1 });
    const { body: first } = await submit(alice, 'first.example', { tags: 'lure' });
    const { body: tags } = await ask('GET /threat_tags', own, { text: 'lure' });
    const subscribe = (subscribed: boolean) =>
      ask(`POST /v2.9/${tags.data[0].id}`, own, { subscribed });
    const watches = async () =>
      (await call('GET /v1/watches', { token: own.token })).body.watches as { id: string }[];

    const answers = [await subscribe(true), await subscribe(true)];
    const [watch, ...more] = await watches();
    const message = await matchedIn(graph, first.id, own, 'community');
    const member = own.id;
    await notify({ ...message, watches: [{ member, watchId: watch?.id ?? '' }] });
    await deliverRung();

    expect(answers.map(({ body }) => body)).toEqual([{ success: true }, { success: true }]);
    expect([watch, more]).toMatchObject([{ conditions: [{ tags: ['lure'] }], state: 'live' }, []]);
    const got = at.last();
    expect(got.headers).toMatchObject(hubHeaders(got, asked.verify_with));
    const { object, entry } = JSON.parse(got.text);
    expect([object, entry]).toMatchObject([
      'threat_exchange',
      [{ id: first.id, changes: [{ field: 'threat_descriptor', value: { verb: 'add' } }] }],
    ]);
    expect(entry[0].changes[0].value).toMatchObject({ indicator: 'first.example', type: 'DOMAIN' });
    await subscribe(false);
    expect(await watches()).toEqual([]);
  });

  it('wakes a watch that was paused', async () => {
    const { graph, own, ask } = await subscribing('bob');
    const { call, submit, alice } = graph;
    const { token } = own;
    await submit(alice, 'paused.example', { tags: 'sleepy' });
    const body = { name: 'Mine', conditions: [{ tags: ['sleepy'] }] };
    const made = (await call('POST /v1/watches', { token, body })).body;
    await call(`PATCH /v1/watches/${made.id}`, { token, body: { state: 'paused' } });
    const { body: tags } = await ask('GET /threat_tags', own, { text: 'sleepy' });

    await ask(`POST /${tags.data[0].id}`, own, { subscribed: 'True' });

    const { watches } = (await call('GET /v1/watches', { token })).body;
    expect(watches).toMatchObject([{ id: made.id, name: 'Mine', state: 'live' }]);
  });

  it('tells nothing of what is not subscribed to', async () => {
    const { graph, post, at, own } = await subscribing('bob');
    const { call, submit, notify, deliverRung, alice } = graph;
    await post({ fields: 'threat_indicator,malware_analysis' });
    const { token } = own;
    const conditions = [{ tags: ['quiet'] }];
    const { id: watchId } = (
      await call('POST /v1/watches', { token, body: { name: 'Q', conditions } })
    ).body;
    const { body } = await submit(alice, 'quiet.example', { tags: 'quiet' });
    const message = await matchedIn(graph, body.id, own, 'community');

    await notify({ ...message, watches: [{ member: own.id, watchId }] });
    await deliverRung();
    const { endpoints } = (await call('GET /v1/endpoints', { token })).body;
    const since = { since: '2026-11-22T00:00:00Z' };
    const line = `POST /v1/endpoints/${endpoints[0].id}/recovery`;
    const recovered = await call(line, { token, body: since });

    expect(at.told()).toEqual([]);
    expect(recovered.body).toMatchObject({ waiting: 0, complete: true });
    const { matches } = (await call('GET /v1/matches', { token })).body;
    expect(matches[0]).toMatchObject({ objectId: body.id });
  });

  it('of a tag that one does not see carried is refused like one of no tag', async () => {
    const { graph, ask } = await subscribing('carol');
    const { alice, bob, carol, group, submit, call } = graph;
    await submit(alice, 'hush.example', {
      ...{ tags: 'hush', privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id },
    });
    const { body: tags } = await ask('GET /threat_tags', bob, { text: 'hush' });

    const hidden = await ask(`POST /${tags.data[0].id}`, carol, { subscribed: true });
    const absent = await ask('POST /4611686018427380000', carol, { subscribed: true });

    expect([hidden.status, hidden.body.error.error_subcode]).toEqual([400, 33]);
    expect(absent.body.error).toEqual({
      ...hidden.body.error,
      fbtrace_id: absent.body.error.fbtrace_id,
    });
    const { watches } = (await call('GET /v1/watches', { token: carol.token })).body;
    expect(watches).toEqual([]);
  });
});
