import { type Graph, type GraphAnswer, graphWorld } from './graph-world';

const world = graphWorld();

interface Listed {
  readonly id: string;
}

/** Some to the community, some to the group, and a few to both. */
async function thousand({ call, index, ask, alice, group }: Graph) {
  const descriptors = Array.from({ length: 1040 }, (_, n) => ({
    ...{ value: n.toString(16).padStart(32, '0'), type: 'HASH_MD5', status: 'MALICIOUS' },
    ...{ tags: ['thousand'] },
    audience: {
      ...(n < 640 ? { community: true } : {}),
      ...(n >= 600 ? { groups: [group.id] } : {}),
    },
  }));
  const ids: string[] = [];
  for (const some of [descriptors.slice(0, 520), descriptors.slice(520)]) {
    const body = { descriptors: some };
    const { results } = (await call('POST /v1/descriptors/batch', { token: alice.token, body }))
      .body;
    ids.push(...results.map(({ id }: Listed) => id));
    await index();
  }
  const { body } = await ask('GET /threat_tags', alice, { text: 'thousand' });
  return { ids, tag: body.data[0].id as string };
}

let made: Promise<Awaited<ReturnType<typeof thousand>>> | undefined;

/** Follows `next` to the end, and has something written between any two pages. */
async function collect({ raw, url }: Graph, first: GraphAnswer, write: (at: number) => unknown) {
  const seen: string[] = [];
  let answer: GraphAnswer | undefined = first;
  for (let at = 0; answer; at++) {
    expect([answer.status, answer.body.data.length > 0]).toEqual([200, true]);
    seen.push(...answer.body.data.map(({ id }: Listed) => id));
    await write(at);
    const next: string | undefined = answer.body.paging?.next;
    answer = next === undefined ? undefined : await raw(`GET ${next.slice(url.length)}`);
  }
  return seen;
}

function each(seen: readonly string[], ids: readonly string[]): string[] {
  const known = new Set(ids);
  return seen.filter((id) => known.has(id)).sort();
}

describe('over a thousand objects, while others are written', () => {
  it('are found by their tag, each once', async () => {
    const graph = await world();
    made ??= thousand(graph);
    const { ids } = await made;
    const { ask, submit, alice, bob } = graph;

    const first = await ask('GET /v6.0/threat_descriptors', bob, {
      ...{ tags: 'thousand', limit: 180, fields: 'id' },
    });
    const seen = await collect(graph, first, async (at) => {
      await submit(alice, `found${at}.example`, { tags: 'thousand' });
      await ask(`POST /${ids[at * 150]}`, alice, { description: 'said later' });
    });

    expect(each(seen, ids)).toEqual(ids.toSorted());
  });

  it('are listed in the order of tagging, each once, and what moves to another audience where it was and where it comes', async () => {
    const graph = await world();
    made ??= thousand(graph);
    const { ids, tag } = await made;
    const { ask, submit, alice, bob, group } = graph;

    const first = await ask(`GET /v6.0/${tag}/tagged_objects`, bob, { limit: 250 });
    const seen = await collect(graph, first, async (at) => {
      await submit(alice, `tagged${at}.example`, { tags: 'thousand' });
      await ask(`POST /${ids[1039 - at]}`, alice, { description: 'said later' });
      await ask(`POST /${ids[at]}`, alice, {
        ...{ privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id },
      });
    });

    const moved = new Set(ids.slice(0, Math.ceil(seen.length / 250)));
    const stayed = ids.filter((id) => !moved.has(id));
    expect(each(seen, stayed)).toEqual(stayed.toSorted());
    expect([...moved].filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('are replayed in a group by threat_updates, each indicator at its last change', async () => {
    const graph = await world();
    made ??= thousand(graph);
    const { ids } = await made;
    const { ask, submit, bob, alice, group } = graph;
    const toGroup = { privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id };

    const first = await ask(`GET /v21.0/${group.id}/threat_updates`, bob, {
      ...{ start_time: 0, limit: 150, fields: 'id,should_delete,descriptors{id,reactions}' },
    });
    const told = new Set<string>();
    const note = (answer: GraphAnswer) => {
      for (const { descriptors } of answer.body.data) {
        for (const { id } of descriptors.data) told.add(id);
      }
      return answer;
    };
    const noting = {
      ...graph,
      raw: async (line: string) => note(await graph.raw(line)),
    };
    const seen = await collect(noting, note(first), (at) =>
      submit(alice, `update${at}.example`, toGroup),
    );

    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.slice(600).filter((id) => !told.has(id))).toEqual([]);
  });
});

describe('a list that is at hand', () => {
  it('is paged in both directions, and one within a node goes on where it was cut', async () => {
    const graph = await world();
    const { submit, ask, raw, url, alice, bob } = graph;
    const { body: made } = await submit(alice, 'several.example', { tags: 'ta,tb,tc,td,te' });
    const follow = (link: string) => raw(`GET ${link.slice(url.length)}`);

    const first = await ask(`GET /v6.0/${made.id}/tags`, bob, { limit: 2 });
    const second = await follow(first.body.paging.next);
    const last = await follow(second.body.paging.next);
    const back = await follow(last.body.paging.previous);
    const byCursor = await ask(`GET /${made.id}/tags`, bob, {
      ...{ limit: 2, before: second.body.paging.cursors.before },
    });
    const node = await ask(`GET /v6.0/${made.id}`, bob, { fields: 'tags.limit(3){text}' });
    const rest = await follow(node.body.tags.paging.next);

    const pages = [first, second, last].map(({ body }) => body.data);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat().map(({ text }) => text)).size).toBe(5);
    expect(first.body.paging.previous).toBeUndefined();
    expect(last.body.paging.next).toBeUndefined();
    expect(back.body.data).toEqual(second.body.data);
    expect(byCursor.body.data).toEqual(first.body.data);
    expect([...node.body.tags.data, ...rest.body.data].map(({ id }) => id)).toEqual(
      pages.flat().map(({ id }) => id),
    );
  });

  it.each(['threat_descriptors?tags=ta', 'threat_tags?text=t', 'TAG/tagged_objects?limit=2'])(
    '%s names the cursor that is none of its own',
    async (path) => {
      const { ask, bob } = await world();
      const { body } = await ask('GET /threat_tags', bob, { text: 'ta' });
      const other = await ask('GET /threat_descriptors', bob, { tags: 'thousand', limit: 2 });
      const { after } = other.body.paging.cursors;

      for (const side of ['before', 'after']) {
        for (const cursor of ['x', after]) {
          const refused = await ask(`GET /${path.replace('TAG', body.data[0]?.id)}`, bob, {
            [side]: cursor,
          });

          expect([refused.status, refused.body.error.code]).toEqual([400, 100]);
          expect(refused.body.error.message).toContain(`Param ${side}:`);
        }
      }
    },
  );
});
