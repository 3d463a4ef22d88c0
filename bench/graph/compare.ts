import { tagId } from '../../lambdas/core/tag';
import type { Api } from '../api';
import { knownValue, type Scene } from '../scene';

export interface Surfaces {
  readonly api: Api;
  /** Read units since the last call. */
  readonly take: () => number;
  readonly idle: () => Promise<void>;
}

export interface Compared {
  readonly title: string;
  readonly graph: number;
  readonly native: number;
  /** Units that are allowed on top, one for each indicator. */
  readonly queries?: number;
}

/** What is read of answers of both. */
interface Answer {
  readonly data?: readonly { readonly id: string }[];
  readonly paging?: { readonly next?: string; readonly cursors: { readonly after: string } };
  readonly descriptors?: readonly object[];
  readonly cursor?: string;
  readonly changes?: readonly object[];
  readonly next?: number;
  readonly asOf?: number;
}

const exactly = 5;
const pageSize = 400;
const updatesPage = 500;
/** As python-threatexchange selects them. */
const fieldsOfPtx =
  'id,indicator,type,last_updated,should_delete,descriptors{reactions,my_reactions,owner{id},tags,status,added_on}';

/** Of what is stored for the community. */
export async function compareSearches(scene: Scene, surfaces: Surfaces): Promise<Compared[]> {
  const asking = askingAs(scene, surfaces);
  return [await exactValues(scene, asking), ...(await taggedPages(asking))];
}

type Asking = ReturnType<typeof askingAs>;

function askingAs({ readers, publisher }: Scene, { api, take, idle }: Surfaces) {
  const { token } = readers[0] ?? publisher;
  const get = (path: string, params: Record<string, string | number>) => {
    const query = Object.entries(params).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    );
    return api.json<Answer>({ method: 'GET', path: `${path}?${query.join('&')}`, token });
  };
  return {
    get,
    /** Asked once before, all of it or its beginning, so that who asks, and what others are called, is known. */
    async unitsOf(ask: () => Promise<unknown>, begin = ask): Promise<number> {
      await begin();
      await idle();
      take();
      await ask();
      await idle();
      return take();
    },
  };
}

async function exactValues(scene: Scene, { get, unitsOf }: Asking): Promise<Compared> {
  const each = async (ask: (text: string) => Promise<unknown>) => {
    for (let at = 0; at < exactly; at++) await ask(knownValue(scene, at));
  };
  const found = async (answer: Promise<Answer>) => {
    const { data, descriptors } = await answer;
    mustBe((data ?? descriptors ?? []).length, 1, 'descriptors of a value');
  };
  const native = { kind: 'descriptor', mode: 'exact' };
  return {
    title: `threat_descriptors, text= and strict_text, ${exactly} times`,
    graph: await unitsOf(() =>
      each((text) => found(get('/v21.0/threat_descriptors', { text, strict_text: 'true' }))),
    ),
    native: await unitsOf(() => each((q) => found(get('/v1/search', { q, ...native })))),
  };
}

/** Its first page and the next, each with its ids read at once, as te-tag-query does. */
async function taggedPages({ get, unitsOf }: Asking): Promise<Compared[]> {
  const compared: Compared[] = [];
  const path = `/v21.0/${tagId('phishing')}/tagged_objects`;
  let asked: Record<string, string | number> = { limit: pageSize };
  let cursor: string | undefined;
  for (const title of ['the first', 'the next']) {
    const graph = await unitsOf(async () => {
      const { data = [] } = await get(path, asked);
      mustBe(data.length, pageSize, 'tagged objects');
      const nodes = await get('/v21.0/', { ids: data.map(({ id }) => id).join() });
      mustBe(Object.keys(nodes).length, pageSize, 'nodes');
    });
    const from = cursor;
    const native = await unitsOf(async () => {
      cursor = await searchOn(get, from);
    });
    compared.push({ title: `${title} ${pageSize} tagged_objects and their ids=`, graph, native });
    asked = { ...asked, ...placeBehind(await get(path, asked)) };
  }
  return compared;
}

function placeBehind({ paging }: Answer): Record<string, string> {
  return paging?.next === undefined ? {} : { after: paging.cursors.after };
}

/** As many by the search, which ends a page where its budget does. */
async function searchOn(get: Asking['get'], from: string | undefined): Promise<string | undefined> {
  let cursor = from;
  for (let found = 0; found < pageSize; ) {
    const place = cursor === undefined ? {} : { cursor };
    const asked = { tag: 'phishing', kind: 'descriptor', limit: pageSize - found, ...place };
    const page = await get('/v1/search', asked);
    found += page.descriptors?.length ?? 0;
    cursor = page.cursor;
    if (cursor === undefined) mustBe(found, pageSize, 'descriptors with the tag');
  }
  return cursor;
}

/** Of what is stored for the readers' group. */
export async function compareUpdates(scene: Scene, surfaces: Surfaces): Promise<Compared[]> {
  const { group, stored: updates } = scene;
  const { get, unitsOf } = askingAs(scene, surfaces);
  const page = (asked: Record<string, string>) =>
    get(`/v21.0/${group}/threat_updates`, { start_time: 0, limit: updatesPage, ...asked });
  const replay = async (fields: Record<string, string>) => {
    let seen = 0;
    let place: Record<string, string> | undefined = {};
    while (place) {
      const told: Answer = await page({ ...fields, ...place });
      seen += told.data?.length ?? 0;
      place = told.paging?.next === undefined ? undefined : placeBehind(told);
    }
    mustBe(seen, updates, 'updates');
  };
  const feed = (from: Record<string, number>) =>
    get(`/v1/feeds/group:${group}`, { limit: updatesPage, ...from });
  const native = await unitsOf(
    async () => {
      let seen = 0;
      let place: Record<string, number> = { after: 0 };
      while (seen < updates) {
        const { changes = [], next = 0, asOf = 0 } = await feed(place);
        seen += changes.length;
        place = { after: next, asOf };
      }
    },
    () => feed({ after: 0 }),
  );
  const unitsOfReplay = (fields: Record<string, string>) =>
    unitsOf(
      () => replay(fields),
      () => page(fields),
    );
  const title = `threat_updates of ${updates} from 0`;
  return [
    { title, native, graph: await unitsOfReplay({}) },
    {
      ...{ title: `${title}, with descriptors{}`, native, queries: updates },
      graph: await unitsOfReplay({ fields: fieldsOfPtx }),
    },
  ];
}

function mustBe(found: number, wanted: number, what: string): void {
  if (found !== wanted) throw new Error(`${found} ${what} instead of ${wanted}`);
}
