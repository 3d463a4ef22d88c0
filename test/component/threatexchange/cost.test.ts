import { type Meter, meter } from '../../support/metered';
import { type Graph, graphWorld } from './graph-world';

const world = graphWorld();
let counted: Meter | undefined;

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
    const { ask, call, index, alice, bob, group } = graph;
    const audience = { groups: [group.id] };
    const descriptors = Array.from({ length: 200 }, (_, n) => ({
      ...{ value: `c${n}.example`, status: 'MALICIOUS', tags: ['cost'], audience },
    }));
    await call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } });
    await index();
    const { body } = await ask('GET /threat_tags', bob, { text: 'cost' });
    const [{ id }] = body.data;

    const native = {
      tag: await unitsOf(graph, () =>
        call('GET /v1/search?tag=cost&kind=descriptor&limit=200', { token: bob.token }),
      ),
      feed: await unitsOf(graph, () =>
        call(`GET /v1/feeds/group:${group.id}?limit=200`, { token: bob.token }),
      ),
    };
    const here = {
      tag: await unitsOf(graph, () => ask(`GET /${id}/tagged_objects`, bob, { limit: 200 })),
      feed: await unitsOf(graph, () => ask(`GET /${group.id}/threat_updates`, bob, { limit: 200 })),
    };

    expect(here.feed).toBeLessThanOrEqual(1.3 * native.feed);
    // The order of tagging takes a read of each pointer, which a search by the tag does without.
    expect(here.tag).toBeLessThanOrEqual(1.5 * native.tag);
  });
});
