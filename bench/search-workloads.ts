import type { Call } from './api';
import { knownValue, readerAt, type Scene } from './scene';
import type { Workload } from './workload';

/** Searches whose page is full from 10,000 stored on: of collected values few share a prefix, a domain or a network. */
const searches: readonly (readonly [string, number, (scene: Scene, at: number) => object])[] = [
  ['exact', 100, (scene, at) => ({ q: knownValue(scene, at) })],
  ['prefix', 50, ({ values }) => ({ q: values.common.prefix, mode: 'prefix' })],
  ['below', 50, ({ values }) => ({ q: values.common.domain, mode: 'below' })],
  ['subnet', 50, ({ values }) => ({ q: values.common.subnet, mode: 'inside' })],
  ['tag', 100, () => ({ tag: 'kit:7', publishedSince: '2020-01-01T00:00:00Z' })],
  ['word', 100, () => ({ q: 'campaign customers' })],
  ['facets', 100, () => ({ tag: 'phishing', facets: 'type,tag,status,owner' })],
];

export const searchWorkloads: readonly Workload[] = searches.map(([name, limit, fields]) => ({
  name: `search-${name}`,
  title: `search, ${name}, a page of ${limit}`,
  function: 'search',
  writes: false,
  connections: 1,
  operationsPerRequest: 1,
  requests: ({ heavyReads }) => heavyReads,
  counted: () => 5,
  next: (scene, at) => search({ ...fields(scene, at), limit }, readerAt(scene, at).token),
}));

function search(fields: object, token: string): Call {
  return { method: 'GET', path: `/v1/search?${new URLSearchParams({ ...fields })}`, token };
}
