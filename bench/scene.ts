import type { Cast, Member } from './cast';
import type { Values } from './values';

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
