import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readIndicator } from '../lambdas/core/indicator/read-indicator';

export interface Values {
  /** Which of the first `count` are collected, and which are our own. */
  sourceOf(count: number): string;
  /** The same for the same number, and another for another. */
  at(index: number): string;
  /** What a page of fifty has in common, from 10,000 of them on. */
  readonly common: { readonly prefix: string; readonly domain: string; readonly subnet: string };
}

const collected = join(__dirname, '../../shared/data/maltrail-scale/maltrail-trails.tsv.gz');
const mostCollected = 1_000_000;

/** Collected indicators if the shared data is there, in the mix that they were collected in; then our own. */
export function benchValues(): Values {
  if (!existsSync(collected)) return ownValues;
  const lines = gunzipSync(readFileSync(collected)).toString('latin1').split('\n');
  const real = take(indicatorsIn(lines));
  return {
    sourceOf(count) {
      const own = Array.from({ length: count }, (_, at) => real(at)).filter((one) => !one).length;
      return `${count - own} lines of maltrail${own > 0 ? `, and ${own} ${madeUp}` : ''}`;
    },
    at: (index) => (index < mostCollected ? real(index) : undefined) ?? ownValue(index),
    common: { prefix: '185.', domain: 'ulitron.ru', subnet: '45.0.0.0/8' },
  };
}

const madeUp = 'made up by the bench (example domains and URLs, documentation addresses, hashes)';

export const ownValues: Values = {
  sourceOf: (count) => `no ../shared/data here: all ${count} ${madeUp}`,
  at: ownValue,
  common: { prefix: '2001:', domain: 'bench.example', subnet: '2001:db8::/32' },
};

/** Example domains (RFC 2606), documentation addresses (RFC 3849) and hashes. */
function ownValue(index: number): string {
  const hash = createHash('sha256').update(`bench ${index}`).digest('hex');
  const host = `${hash.slice(0, 10)}.bench.example`;
  const kind = index % 10;
  if (kind < 6) return host;
  if (kind < 8) return `https://${host}/login/${index}`;
  if (kind === 8)
    return `2001:db8::${(index >>> 16).toString(16)}:${(index % 65_536).toString(16)}`;
  return hash;
}

/** A prime: with it every line is met once, and a few lines are of many families. */
const stride = 611_953;

/** Each indicator once, by its canonical value; what is none, or may be several things, is passed over. */
function* indicatorsIn(lines: readonly string[]): Generator<string> {
  const met = new Set<string>();
  for (let at = 0; at < lines.length; at++) {
    const [trail = ''] = (lines[(at * stride) % lines.length] ?? '').split('\t');
    const verdict = readIndicator(trail);
    if (verdict.kind === 'refused') continue;
    const { type, value } = verdict.indicator;
    if (met.has(`${type} ${value}`)) continue;
    met.add(`${type} ${value}`);
    yield trail;
  }
}

/** The nth of them, read as far as is asked for. */
function take(source: Generator<string>): (index: number) => string | undefined {
  const taken: string[] = [];
  return (index) => {
    while (taken.length <= index) {
      const { value, done } = source.next();
      if (done) return undefined;
      taken.push(value);
    }
    return taken[index];
  };
}
