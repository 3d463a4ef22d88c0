import type { KeptCounts } from './kept-counts';
import { operationNames, operations } from './operations';
import { mix } from './price';
import { prices } from './prices';

const begin = '<!-- counted: by `npm run bench -- --write-readme`, from bench/counted.json -->';
const end = '<!-- /counted -->';

/** The README with the table of these counts between its marks. */
export function withTable(readme: string, kept: KeptCounts): string {
  const [from, upTo] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || upTo < from)
    throw new Error(`the README has no place between ${begin} and ${end}`);
  return `${readme.slice(0, from)}${begin}\n${table(kept)}\n${readme.slice(upTo)}`;
}

function table({ operations: counts, usdPerMonth }: KeptCounts): string {
  const lines = operationNames.map((name) => {
    const { roundTrips, readUnits, writeUnits, usdPerMillion } = counts[name];
    const figures = [roundTrips, readUnits, writeUnits].map(figure);
    return [operations[name].title, ...figures, usdPerMillion.toFixed(2)];
  });
  const heads = ['operation', 'round trips', 'read units', 'write units', 'USD per million'];
  const rows = [heads, heads.map(() => '---'), ...lines];
  return [...rows.map((cells) => `| ${cells.join(' | ')} |`), '', ...notes(usdPerMonth)].join('\n');
}

function notes(usdPerMonth: number): string[] {
  const { interactions, shares } = mix;
  const share = (name: keyof typeof shares) => `${Math.round(100 * shares[name])} %`;
  const [publish, lookUp, feed] = [share('publish-1'), share('look-up'), share('feed-page-100')];
  return [
    `${interactions / 1e6} million interactions a month (${publish} publish, ${lookUp} look up, ${feed} read a feed), each as if it came alone: ${usdPerMonth.toFixed(2)} USD.`,
    '',
    `${prices.source}: units, requests and stated run times of the functions; storage, logs and what is sent out come on top. The price of a publish includes its indexing in the community and its owner's own audience.`,
  ];
}

function figure(value: number): string {
  if (value === 0) return '–';
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
