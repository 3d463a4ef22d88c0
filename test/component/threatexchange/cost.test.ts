import { type Meter, meter } from '../../support/metered';
import { type Graph, graphWorld } from './graph-world';

const world = graphWorld();
let counted: Meter | undefined;

const ofPtx =
  'id,indicator,type,last_updated,should_delete,descriptors{reactions,my_reactions,owner{id},tags,status}';

/** Units of a request, once names and credentials are at hand. */
async function unitsOf({ client }: Graph, send: () => Promise<unknown>): Promise<number> {
  counted ??= meter(client);
  await send();
  const before = counted.units;
  await send();
  return counted.units - before;
}

describe('what is asked here costs about what it costs natively', () => {
  it('an exact value', async () => {
    const graph = await world();
    const { submit, ask, call, alice, bob } = graph;
    for (const member of [alice, bob]) await submit(member, 'cost.example');

    const native = await unitsOf(graph, () =>
      call('GET /v1/search?q=cost.example&mode=exact&kind=descriptor', { token: bob.token }),
    );
    const here = await unitsOf(graph, () =>
      ask('GET /v6.0/threat_descriptors', bob, { text: 'cost.example', strict_text: 'true' }),
    );

    expect(here).toBeLessThanOrEqual(1.3 * native);
  });

  it('what carries a tag, and a page of updates', async () => {
    const graph = await world();
    const { ask, call, index, wait, alice, bob, group } = graph;
    const descriptors = Array.from({ length: 300 }, (_, n) => ({
      ...{ value: `c${n}.example`, status: 'MALICIOUS', tags: n < 200 ? ['cost'] : [] },
      audience: n < 200 ? { community: true } : { groups: [group.id] },
    }));
    await call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } });
    await index();
    // What has just changed costs a search more.
    wait(60);
    const { body } = await ask('GET /threat_tags', bob, { text: 'cost' });
    const [{ id }] = body.data;

    const native = {
      tag: await unitsOf(graph, () =>
        call('GET /v1/search?tag=cost&kind=descriptor&limit=200', { token: bob.token }),
      ),
      feed: await unitsOf(graph, () =>
        call(`GET /v1/feeds/group:${group.id}?limit=50`, { token: bob.token }),
      ),
    };
    const tagged = await ask(`GET /${id}/tagged_objects`, bob, { limit: 200 });
    const ids = tagged.body.data.map((one: { id: string }) => one.id).join(',');
    const here = {
      tag: await unitsOf(graph, () => ask(`GET /${id}/tagged_objects`, bob, { limit: 200 })),
      ids: await unitsOf(graph, () => ask('GET /', bob, { ids })),
      feed: await unitsOf(graph, () => ask(`GET /${group.id}/threat_updates`, bob, { limit: 50 })),
      nested: await unitsOf(graph, () =>
        ask(`GET /${group.id}/threat_updates`, bob, { limit: 50, fields: ofPtx }),
      ),
    };

    expect(here.feed).toBeLessThanOrEqual(1.3 * native.feed);
    // And one query for each indicator.
    expect(here.nested).toBeLessThanOrEqual(1.3 * native.feed + 50);
    expect(here.tag + here.ids).toBeLessThanOrEqual(1.3 * native.tag);
  });
});
