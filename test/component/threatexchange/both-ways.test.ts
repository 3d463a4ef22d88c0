import { type Draw, seeded } from '../../support/hostile';
import { actAtRandom } from '../../support/search-world';
import { pick } from '../../support/twin-world-pool';
import { type Graph, type GraphAnswer, graphWorld } from './graph-world';

const newWorld = graphWorld();

async function populated(draw: Draw, acts: number) {
  const graph = await newWorld();
  const world = { ...graph, opinions: new Map<string, Set<string>>() };
  for (let n = 0; n < acts; n++) await actAtRandom(world, draw);
  const { body: tags } = await graph.ask('GET /threat_tags', graph.bob, { limit: 1000 });
  const since = Math.floor(graph.time.micros / 1e6) - 60;
  const searches = [
    ...['', 'sort_order=ASCENDING', 'include_expired=true', 'type=DOMAIN', `since=${since}`],
    ...['text=emotet', 'text=evil', 'text=a.evil.example', 'text=192.0.2.0/24', 'text=2001:db8'],
    ...['tags=emotet,phishing', 'tags=emotet,phishing&tags_are_anded=true', 'status=MALICIOUS'],
    ...['text=evil.example&strict_text=true', `owner=${graph.alice.id}&include_expired=true`],
  ];
  const lists = [
    ...searches.flatMap((query) =>
      ['threat_descriptors', 'threat_indicators'].map((list) => `${list}?${query}`),
    ),
    ...['threat_tags?text=', 'threat_tags?text=e'],
    ...tags.data.map(({ id }: { id: string }) => `${id}/tagged_objects?`),
  ];
  return { ...world, lists };
}

const idsOf = ({ status, body }: GraphAnswer): string[] => {
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.data.map(({ id }: { id: string }) => id);
};

function pagesOf({ ask, raw, url, bob }: Graph, draw: Draw) {
  const size = () => 2 + Math.floor(draw() * 8);
  const withSize = (link: string) => link.replace(/([?&]limit=)\d+/, `$1${size()}`);
  return {
    first: (list: string) => ask(`GET /v6.0/${list}`, bob, { limit: size(), fields: 'id' }),
    whole: async (list: string) =>
      idsOf(await ask(`GET /v6.0/${list}`, bob, { limit: 1000, fields: 'id' })),
    follow: (page: GraphAnswer, side: 'next' | 'previous') => {
      const link: string | undefined = page.body.paging?.[side];
      return link === undefined ? undefined : raw(`GET ${withSize(link).slice(url.length)}`);
    },
  };
}

describe('lists that are walked', () => {
  it('are the same from either side, whatever the size of their pages', async () => {
    const draw = seeded(5);
    const world = await populated(draw, 50);
    const { first, follow, whole } = pagesOf(world, draw);
    let turns = 0;

    for (const list of world.lists) {
      const all = await whole(list);
      expect({ list, each: new Set(all).size }).toEqual({ list, each: all.length });
      const onwards: string[] = [];
      let last = await first(list);
      expect(last.body.paging?.previous).toBeUndefined();
      for (let page: typeof last | undefined = last; page; page = await follow(page, 'next')) {
        onwards.push(...idsOf(page));
        last = page;
      }
      let back = idsOf(last);
      let start = last;
      for (let page = await follow(last, 'previous'); page; page = await follow(page, 'previous')) {
        const ids = idsOf(page);
        expect({ list, isEmpty: ids.length === 0 }).toEqual({ list, isEmpty: false });
        back = [...ids, ...back];
        start = page;
        turns += 1;
      }
      const again = await follow(start, 'next');

      expect({ list, onwards, back }).toEqual({ list, onwards: all, back: all });
      if (again) expect(idsOf(again)[0]).toBe(all[idsOf(start).length]);
    }

    expect(turns).toBeGreaterThan(30);
  }, 120_000);

  it('hand each over once on the way back, and all that was there throughout, while others write', async () => {
    const draw = seeded(6);
    const world = await populated(draw, 20);
    const { first, follow, whole } = pagesOf(world, draw);

    for (let n = 0; n < 16; n++) {
      const list = pick(world.lists, draw);
      let last = await first(list);
      for (let page = await follow(last, 'next'); page; page = await follow(page, 'next')) {
        last = page;
      }
      const times = [await whole(list)];
      const back: string[] = [...idsOf(last)];
      for (let page = await follow(last, 'previous'); page; page = await follow(page, 'previous')) {
        back.push(...idsOf(page));
        for (let write = Math.floor(draw() * 2); write > 0; write--) {
          await actAtRandom(world, draw);
          times.push(await whole(list));
        }
      }

      const throughout = (times[0] ?? []).filter((id) => times.every((then) => then.includes(id)));
      const twice = back.filter((id, at) => back.indexOf(id) !== at);
      const missed = throughout.filter((id) => !back.includes(id));
      const never = back.filter((id) => !times.some((then) => then.includes(id)));
      const nothing = { list, twice: [], missed: [], never: [] };
      expect({ list, twice, missed, never }).toEqual(nothing);
    }
  }, 120_000);
});
