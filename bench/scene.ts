import { Api } from './api';
import type { Values } from './values';

export interface Member {
  readonly id: string;
  readonly token: string;
}

/** Who takes part. */
export interface Cast {
  readonly publisher: Member;
  /** Each in exactly three audiences; several, as one member's rate is limited. */
  readonly readers: readonly Member[];
}

/** Who takes part, and what has been published so far. */
export interface Scene extends Cast {
  readonly values: Values;
  /** Values below it are published to the community. */
  readonly stored: number;
  /** The value that is published next. */
  next: number;
  /** A position of the community's feed, after which a page of a hundred follows. */
  readonly tail: number;
}

const readerCount = 4;

/** Makes the members and their group through the API, as an operator does. */
export async function gatherCast(url: string, operatorToken: string): Promise<Cast> {
  const api = new Api(url, 1);
  const ask = <T>(path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
    api.json<T>({ method, path, token: operatorToken, body: JSON.stringify(body) });
  const admit = async (name: string): Promise<Member> => {
    const { id } = await ask<{ id: string }>('/v1/members', { name });
    const { token } = await ask<{ token: string }>(`/v1/members/${id}/credentials`, {});
    return { id, token };
  };
  const publisher = await admit('Publisher');
  const readers: Member[] = [];
  for (let at = 1; at <= readerCount; at++) readers.push(await admit(`Reader ${at}`));
  const group = await ask<{ id: string }>('/v1/groups', { name: 'Bench' });
  const members = readers.map(({ id }) => id);
  await ask(`/v1/groups/${group.id}/members`, { members }, 'PUT');
  await api.close();
  return { publisher, readers };
}

/** Readers take turns. */
export function readerAt({ readers, publisher }: Scene, at: number): Member {
  return readers[at % readers.length] ?? publisher;
}

/** Values that are published, in an order that repeats from run to run. */
export function knownValue({ values, stored }: Scene, at: number): string {
  return values.at((at * 7919) % stored);
}

const nobodyPublishes = 50_000_000;

export function unknownValue({ values }: Scene, at: number): string {
  return values.at(nobodyPublishes + at);
}

export function nextDescriptor(scene: Scene): object {
  return descriptorAt(scene.values, scene.next++);
}

/** One for the community, of common size. */
export function descriptorAt(values: Values, index: number) {
  return {
    value: values.at(index),
    status: 'MALICIOUS',
    severity: 'SEVERE',
    confidence: 60 + (index % 40),
    tags: ['phishing', 'bench', `kit:${index % 20}`],
    description: 'Seen in a campaign against customers; the kit is left in the open beside it.',
    audience: { community: true },
  };
}
