import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Values {
  readonly source: string;
  /** The same for the same number, and another for another. */
  at(index: number): string;
}

const collected = join(__dirname, '../../shared/data/maltrail-scale/maltrail-trails.tsv.gz');

/** Six of ten are domains, collected ones if the shared data is there; the rest are our own. */
export function benchValues(): Values {
  if (!existsSync(collected)) return { source: 'made up', at: madeUp };
  const domains = readDomains(collected);
  return {
    source: `${domains.length} domains of maltrail, the rest made up`,
    at: (index) => (index % 10 < 6 ? (domains[index] ?? madeUp(index)) : madeUp(index)),
  };
}

/** Example domains (RFC 2606), documentation addresses (RFC 3849) and hashes. */
function madeUp(index: number): string {
  const hash = createHash('sha256').update(`bench ${index}`).digest('hex');
  const host = `${hash.slice(0, 10)}.bench.example`;
  const kind = index % 10;
  if (kind < 6) return host;
  if (kind < 8) return `https://${host}/login/${index}`;
  if (kind === 8)
    return `2001:db8::${(index >>> 16).toString(16)}:${(index % 65_536).toString(16)}`;
  return hash;
}

const mostDomains = 200_000;

function readDomains(file: string): string[] {
  const lines = gunzipSync(readFileSync(file)).toString('latin1').split('\n');
  const domains = new Set<string>();
  for (const line of lines) {
    const [trail = ''] = line.split('\t');
    if (/^([a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?\.)+(com|net|org|info)$/.test(trail)) {
      domains.add(trail);
    }
    if (domains.size === mostDomains) break;
  }
  return [...domains];
}
