import { isIpv4 } from '../lambdas/core/indicator/ip';
import { readIndicator } from '../lambdas/core/indicator/read-indicator';
import { registrableDomain } from '../lambdas/core/indicator/registrable-domain';
import type { Call } from './api';
import { knownValue, readerAt, type Scene } from './scene';
import type { Workload } from './workload';

/** A search for a page of a hundred, as each of these asks. */
const searches: readonly (readonly [string, (scene: Scene, at: number) => object])[] = [
  ['exact', (scene, at) => ({ q: knownValue(scene, at) })],
  ['prefix', () => ({ q: 'http', mode: 'prefix' })],
  ['below', (scene, at) => ({ q: hostAt(scene, at), mode: 'below' })],
  ['subnet', (scene, at) => ({ q: `${addressAt(scene, at)}/24`, mode: 'inside' })],
  ['tag', () => ({ tag: 'kit:7', publishedSince: '2020-01-01T00:00:00Z' })],
  ['word', () => ({ q: 'campaign customers' })],
  ['facets', () => ({ tag: 'phishing', facets: 'type,tag,status,owner' })],
];

export const searchWorkloads: readonly Workload[] = searches.map(([name, fields]) => ({
  name: `search-${name}`,
  title: `search, ${name}, a page of 100`,
  function: 'search',
  writes: false,
  connections: 1,
  operationsPerRequest: 1,
  requests: ({ heavyReads }) => heavyReads,
  counted: () => 5,
  next: (scene, at) => search(fields(scene, at), readerAt(scene, at).token),
}));

function search(fields: object, token: string): Call {
  const query = new URLSearchParams({ ...fields, limit: '100' });
  return { method: 'GET', path: `/v1/search?${query}`, token };
}

/** A registrable domain that something known is below. */
function hostAt(scene: Scene, at: number): string {
  return firstOf(scene, at, (value) => {
    const verdict = readIndicator(value);
    return verdict.kind === 'indicator' ? registrableDomain(verdict.indicator) : undefined;
  });
}

function addressAt(scene: Scene, at: number): string {
  return firstOf(scene, at, (value) => {
    const verdict = readIndicator(value);
    const isAddress = verdict.kind === 'indicator' && verdict.indicator.type === 'IP_ADDRESS';
    return isAddress && isIpv4(verdict.indicator.value) ? verdict.indicator.value : undefined;
  });
}

function firstOf(scene: Scene, at: number, find: (value: string) => string | undefined): string {
  for (let n = 0; n < scene.stored; n++) {
    const found = find(knownValue(scene, at + n));
    if (found !== undefined) return found;
  }
  return '192.0.2.1';
}
