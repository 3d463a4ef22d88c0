import type { Projection } from '../lambdas/core/projection';
import type { Condition } from '../lambdas/core/watch/condition';
import { postingsOf } from '../lambdas/core/watch/postings';
import { packHashes, TokenFilter } from '../lambdas/core/watch/token-filter';
import { matchRecords } from '../lambdas/matching/match-batch';
import type { FeedRecord } from '../lambdas/store/feed-records';
import type { StandingWatch } from '../lambdas/store/posting-store';

const sizes = [1000, 100_000];
const largest = 1_000_000;
const [batches, batchSize] = [40, 100];

interface Line {
  readonly watches: number;
  readonly cpuMicrosPerChange: number;
  readonly readsPerChange: number;
  /** Of the changes that meet nothing. */
  readonly silentShare: number;
}

/**
 * What a change costs the matcher, by how much is watched: the time of its own code, and the reads that it would send.
 * One in 250 changes meets a watch, however many there are.
 */
export async function benchWatches(isLarge: boolean, say: (line: string) => void): Promise<void> {
  const lines: Line[] = [];
  for (const watches of isLarge ? [...sizes, largest] : sizes) {
    const line = await measure(watches);
    lines.push(line);
    const { cpuMicrosPerChange: cpu, readsPerChange, silentShare } = line;
    const reads = `${readsPerChange.toFixed(4)} reads`;
    const silent = `${(silentShare * 100).toFixed(1)} % of changes read nothing`;
    say(`${watches} watches: ${cpu.toFixed(1)} µs CPU and ${reads} a change, ${silent}`);
  }
  const [first, last] = [lines[0], lines.at(-1)];
  if (first && last) {
    const ratio = last.cpuMicrosPerChange / first.cpuMicrosPerChange;
    say(`CPU of the most to the fewest: ${ratio.toFixed(2)}`);
  }
}

async function measure(watches: number): Promise<Line> {
  const { filter, standing } = watching(watches);
  let reads = 0;
  const deps = {
    tokens: { catchUp: async () => filter },
    postings: {
      read: async (key: string) => {
        reads += 1;
        return standing.get(key) ?? [];
      },
    },
    told: { read: async () => [] },
    rows: { read: async () => undefined },
    opinions: { readSummary: async () => undefined, readOwners: async () => [] },
    send: async () => new Map(),
  };
  for (let batch = 0; batch < batches; batch++) await matchRecords(changesOf(batch), deps);
  reads = 0;
  const before = process.cpuUsage();
  for (let batch = 0; batch < batches; batch++) await matchRecords(changesOf(batch), deps);
  const { user, system } = process.cpuUsage(before);
  const changes = batches * batchSize;
  return {
    watches,
    cpuMicrosPerChange: (user + system) / changes,
    // One of the head with each batch.
    readsPerChange: (reads + batches) / changes,
    silentShare: 1 - reads / changes,
  };
}

/** 70 % exact values, 15 % domains, 10 % subnets, 5 % tags. */
function conditionOf(at: number): Condition {
  const kind = at % 20;
  if (kind < 14) return { exact: [{ type: 'DOMAIN', value: `d${at}.watched.example` }] };
  if (kind < 17) return { below: [`b${at}.com`] };
  if (kind < 19) return { inside: [`10.${(at >> 8) % 256}.${at % 256}.0/24`] };
  return { tags: [`tag-${at}`] };
}

function watching(count: number) {
  const standing = new Map<string, StandingWatch[]>();
  for (let at = 0; at < count; at++) {
    const member = String(10_000_000 + (at % 1000));
    for (const { key, rest } of postingsOf(member, [conditionOf(at)])) {
      const one = { member, watchId: String(at + 1), rest: JSON.parse(rest) as Condition };
      const under = standing.get(key);
      if (under) under.push(one);
      else standing.set(key, [one]);
    }
  }
  const filter = new TokenFilter();
  filter.addAll(packHashes(standing.keys()));
  return { filter, standing };
}

function changesOf(batch: number): FeedRecord[] {
  return Array.from({ length: batchSize }, (_, at) => changeOf(batch * batchSize + at));
}

function changeOf(at: number): FeedRecord {
  const isMet = at % 250 === 0;
  const value = isMet ? 'd0.watched.example' : `https://a.b.n${at}.net/path`;
  const type = isMet ? 'DOMAIN' : 'URI';
  const said = { type, value, owner: '99', status: 'MALICIOUS', tags: ['phishing', `t${at}`] };
  const shown = { id: String(at + 1), indicatorId: '1', ...said } as unknown as Projection;
  const place = { audience: 'community' as const, position: at + 1, at: at + 1, others: false };
  const record = { recordId: String(at), change: 'came' as const, kind: 'descriptor' as const };
  return { ...record, ...place, id: shown.id, projection: JSON.stringify(shown) };
}
