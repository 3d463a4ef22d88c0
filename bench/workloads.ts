import type { Call } from './api';
import { knownValue, nextDescriptor, readerAt, type Scene, unknownValue } from './scene';
import { searchWorkloads } from './search-workloads';
import type { Workload } from './workload';

const endless = () => Number.POSITIVE_INFINITY;

const publish = {
  function: 'publish',
  writes: true,
  operationsPerRequest: 1,
  next: (scene) => post('/v1/descriptors', scene.publisher.token, nextDescriptor(scene)),
} as const satisfies Partial<Workload>;

function batch(size: number) {
  return {
    function: 'publish',
    writes: true,
    connections: 1,
    operationsPerRequest: size,
    next: (scene: Scene) => {
      const descriptors = Array.from({ length: size }, () => nextDescriptor(scene));
      return post('/v1/descriptors/batch', scene.publisher.token, { descriptors });
    },
    check: mustAllBeNew,
  } as const;
}

/** 1,000 values, of which so many of a hundred are known. */
function lookUps(hits: number) {
  return {
    function: 'look-up',
    writes: false,
    connections: 1,
    operationsPerRequest: 1,
    requests: ({ heavyReads }) => heavyReads,
    counted: () => 5,
    next: (scene, at) => {
      const valueAt = (n: number) => (n % 100 < hits ? knownValue : unknownValue)(scene, n);
      const values = Array.from({ length: 1000 }, (_, n) => valueAt(at * 1000 + n));
      return post('/v1/lookups', readerAt(scene, at).token, { values });
    },
    check: (text) => mustBe(knownIn(text), hits * 10, 'values known'),
  } as const satisfies Partial<Workload>;
}

const read = { writes: false, operationsPerRequest: 1 } as const;

const exactLookUp = {
  ...read,
  function: 'look-up',
  requests: endless,
  next: (scene, at) => {
    const value = encodeURIComponent(knownValue(scene, at));
    return get(`/v1/indicators?value=${value}`, readerAt(scene, at).token);
  },
} as const satisfies Partial<Workload>;

/** Reads first: what writes store would be read. */
export const workloads: readonly Workload[] = [
  {
    ...exactLookUp,
    name: 'look-up',
    title: 'exact look-up in 3 audiences, 8 connections',
    connections: 8,
    counted: ({ counted }) => counted,
  },
  {
    ...exactLookUp,
    name: 'look-up-paced',
    title: 'exact look-up in 3 audiences, at 200/s',
    connections: 32,
    perSecond: 200,
  },
  { ...lookUps(1), name: 'look-ups-1', title: '1,000 values, 1 % known' },
  { ...lookUps(100), name: 'look-ups-100', title: '1,000 values, all known' },
  {
    ...read,
    name: 'feed-page',
    title: 'feed page of 1,000, the first',
    function: 'feed',
    connections: 1,
    requests: ({ heavyReads }) => heavyReads,
    counted: () => 5,
    next: (scene, at) => get('/v1/feeds/community?limit=1000', readerAt(scene, at).token),
    check: (text) => mustBe(changesIn(text), 1000, 'changes'),
  },
  {
    ...read,
    name: 'feed-page-100',
    title: 'feed page of 100, at its end',
    function: 'feed',
    connections: 1,
    requests: endless,
    counted: () => 5,
    next: (scene, at) =>
      get(`/v1/feeds/community?after=${scene.tail}&limit=100`, readerAt(scene, at).token),
    check: (text) => mustBe(changesIn(text), 100, 'changes'),
  },
  {
    ...read,
    name: 'feeds',
    title: 'feeds with their heads, 8 connections',
    function: 'feed',
    connections: 8,
    requests: endless,
    counted: ({ counted }) => counted,
    next: (scene, at) => get('/v1/feeds', readerAt(scene, at).token),
  },
  ...searchWorkloads,
  {
    ...publish,
    name: 'publish-1',
    title: 'publish, 1 connection',
    connections: 1,
    requests: ({ singles }) => singles.one,
    counted: ({ counted }) => counted,
  },
  {
    ...publish,
    name: 'publish-8',
    title: 'publish, 8 connections',
    connections: 8,
    requests: ({ singles }) => singles.eight,
  },
  {
    ...batch(100),
    name: 'batch-100',
    title: 'batches of 100, per descriptor',
    requests: ({ batches }) => batches.hundreds,
    counted: () => 2,
  },
  {
    ...batch(1000),
    name: 'batch-1000',
    title: 'batches of 1,000, per descriptor',
    requests: ({ batches }) => batches.thousands,
  },
];

function post(path: string, token: string, body: object): Call {
  return { method: 'POST', path, token, body: JSON.stringify(body) };
}

function get(path: string, token: string): Call {
  return { method: 'GET', path, token };
}

function mustAllBeNew(text: string): void {
  const { results } = JSON.parse(text) as { results: { status: number }[] };
  const refused = results.filter(({ status }) => status !== 201);
  if (refused.length > 0) throw new Error(`not published: ${JSON.stringify(refused[0])}`);
}

function knownIn(text: string): number {
  const { results } = JSON.parse(text) as { results: { known: boolean }[] };
  return results.filter(({ known }) => known).length;
}

function changesIn(text: string): number {
  return (JSON.parse(text) as { changes: unknown[] }).changes.length;
}

function mustBe(found: number, wanted: number, what: string): void {
  if (found !== wanted) throw new Error(`${found} ${what} instead of ${wanted}`);
}
