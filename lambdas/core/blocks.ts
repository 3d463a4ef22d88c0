import ipaddr from 'ipaddr.js';
import type { IndicatorType } from './indicator/indicator-type';
import { canonicalSubnet, isIpv4, isIpv6 } from './indicator/ip';
import { splitUri } from './indicator/uri';

/** An address, or a block of them: the canonical text of either, and how many of its bits stand. */
export interface Block {
  readonly text: string;
  readonly address: string;
  readonly length: number;
  readonly isV4: boolean;
}

/** Lists are kept at these lengths. */
const levelsOf = { v4: [8, 16, 24], v6: [32, 48, 64] } as const;

/** Undefined for what is neither an address nor a block. Both are read as canonical. */
export function blockOf(text: string): Block | undefined {
  const [address = '', length] = text.split('/');
  const isV4 = isIpv4(address);
  if (!isV4 && !isIpv6(address)) return undefined;
  return { text, address, length: Number(length ?? (isV4 ? 32 : 128)), isV4 };
}

/** The addresses that an indicator stands for; of a URI its host, where that is an address. */
export function blockIn(type: IndicatorType, value: string): Block | undefined {
  if (type === 'IP_ADDRESS' || type === 'IP_SUBNET') return blockOf(value);
  if (type === 'IP_PORT') return blockOf(withoutBrackets(value.replace(/:\d+$/, '')));
  const host = type === 'URI' ? splitUri(value)?.host : undefined;
  return host === undefined ? undefined : blockOf(withoutBrackets(host));
}

/** Whether all of one block lies inside another; a block holds itself. */
export function holds(outer: Block, inner: Block): boolean {
  if (outer.isV4 !== inner.isV4 || outer.length > inner.length) return false;
  return ipaddr.parse(inner.address).match(ipaddr.parse(outer.address), outer.length);
}

/** The blocks of the levels that it lies in, widest first: a list is kept of what lies inside each. */
export function levelsAbove(block: Block): string[] {
  return levels(block)
    .filter((level) => level <= block.length)
    .map((level) => cutTo(block, level));
}

/** The block of the level that it is listed at as one that holds others; the widest are at level 0. */
export function floorOf(block: Block): string {
  return cutTo(block, Math.max(0, ...levels(block).filter((level) => level <= block.length)));
}

/** The floors that a block holding this one can have: four at most. */
export function floorsAbove(block: Block): string[] {
  return [cutTo(block, 0), ...levelsAbove(block)];
}

function levels({ isV4 }: Block): readonly number[] {
  return isV4 ? levelsOf.v4 : levelsOf.v6;
}

function cutTo({ address }: Block, level: number): string {
  const cut = canonicalSubnet(`${address}/${level}`);
  if (cut.kind === 'refused') throw new Error('a block has no network at its own level');
  return cut.value;
}

function withoutBrackets(text: string): string {
  return text.replace(/^\[(.*)\]$/, '$1');
}
