import { createHash } from 'node:crypto';
import type { Audience } from '../audience';
import { blockIn, blockOf, floorOf, floorsAbove, levelsAbove } from '../blocks';
import { hostOf, registrableDomain } from '../indicator/registrable-domain';
import type { Projection } from '../projection';
import type { Target } from '../search/read-q';
import { isForOthers, type SeenChange } from './seen-change';

/** The names under which watches stand: a change is looked up by each of its own. */
export const watchTokens = {
  value: ({ type, value }: Target) => `value/${type}/${value}`,
  domain: (domain: string) => `domain/${domain}`,
  /** Blocks whose floor this is are watched for what lies in them. */
  inside: (floor: string) => `inside/${floor}`,
  /** Something in this block is watched for the blocks around it. */
  around: (block: string) => `around/${block}`,
  tag: (tag: string) => `tag/${tag}`,
  type: (type: string, audience?: Audience) => `type/${type}${audience ? `/${audience}` : ''}`,
  owner: (owner: string) => `owner/${owner}`,
  audience: (audience: Audience) => `audience/${audience}`,
  mine: (member: string) => `mine/${member}`,
  /** That anybody watches for what is said of its own: while nobody does, nothing is read for it. */
  anyMine: 'mine',
} as const;

const keyBytes = 16;

/** A token as postings are kept under it: short, and telling nothing of what is watched. */
export function tokenKey(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, keyBytes).toString('base64url');
}

/** Every name under which a watch could stand that a change meets; none of what only its owner is shown. */
export function tokensOf(change: SeenChange): string[] {
  if (change.kind !== 'descriptor' || !isForOthers(change)) return [];
  const { type, value, owner, tags } = change.shown as Projection;
  const { audience } = change;
  return [
    watchTokens.value({ type, value }),
    ...domainsOf(type, value).map(watchTokens.domain),
    ...blockTokens(type, value),
    ...[...new Set(tags)].map(watchTokens.tag),
    watchTokens.owner(owner),
    watchTokens.type(type),
    watchTokens.type(type, audience),
    watchTokens.audience(audience),
  ];
}

/** From the registrable domain down to the host. */
function domainsOf(type: Projection['type'], value: string): string[] {
  const registrable = registrableDomain({ type, value });
  const host = hostOf(type, value);
  if (registrable === undefined || host === undefined) return [];
  const above = host.slice(0, -registrable.length).split('.').slice(0, -1);
  return [...above.keys()]
    .map((at) => `${above.slice(at).join('.')}.${registrable}`)
    .concat(registrable);
}

function blockTokens(type: Projection['type'], value: string): string[] {
  const block = blockIn(type, value);
  if (!block) return [];
  return [
    ...levelsAbove(block).map(watchTokens.inside),
    ...(type === 'IP_SUBNET' ? [watchTokens.around(floorOf(block))] : []),
  ];
}

/** Where a block is watched for what lies in it. */
export function insideToken(block: string): string {
  return watchTokens.inside(floorOf(blockAt(block)));
}

/** Where something is watched for the blocks around it. */
export function aroundTokens(block: string): string[] {
  return floorsAbove(blockAt(block)).map(watchTokens.around);
}

function blockAt(text: string) {
  const block = blockOf(text);
  if (!block) throw new Error('a canonical network is none');
  return block;
}
