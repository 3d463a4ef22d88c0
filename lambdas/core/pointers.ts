import { blockIn, floorOf, levelsAbove } from './blocks';
import { hostOf, registrableDomain } from './indicator/registrable-domain';
import type { Projection } from './projection';
import type { CommentProjection } from './remark-projection';
import { wordsCommented, wordsSaid } from './words';

/** A list that a row is in, and what can be checked of it there before any row is fetched. */
export interface ListedToken {
  readonly token: string;
  readonly text?: string;
}

/** The place of a row in each of its lists: by time first seen in its audience, then by ids. */
export interface Place {
  readonly firstSeen: number;
  readonly indicatorId: string;
  readonly id: string;
}

/** One row in one list. Positions are those of the audience. */
export interface Pointer extends Place {
  readonly token: string;
  readonly text?: string;
  /** The position that put it last. */
  readonly at: number;
  /** Each time that it was put, and that it left. */
  readonly puts: readonly number[];
  readonly gones: readonly number[];
}

/** The names of the lists. */
export const tokens = {
  all: 'all',
  type: (type: string) => `type/${type}`,
  owner: (owner: string) => `owner/${owner}`,
  tag: (tag: string) => `tag/${tag}`,
  word: (word: string) => `word/${word}`,
  /** Of comments, which lead to what they are about. */
  commented: (word: string) => `commented/${word}`,
  prefix: (text: string) => `prefix/${start(text, prefixCharacters)}`,
  /** What is at or below a registrable domain. */
  host: (domain: string) => `host/${domain}`,
  /** What lies inside a block of a level. */
  inside: (block: string) => `in/${block}`,
  /** The blocks whose floor this is. */
  cidr: (block: string) => `cidr/${block}`,
} as const;

/** A list is found by so many characters of a value; where a value is shorter, by all of it. */
export const prefixCharacters = 4;
/** As many characters of a value as its pointer carries. */
export const textCharacters = 64;

/** Every list that a row belongs in: a pure function of what the audience sees, and of nothing else. */
export function pointersOf(projection: Projection): ListedToken[] {
  const { type, value, owner, tags } = projection;
  const text = prefixText(projection);
  return [
    { token: tokens.all },
    { token: tokens.type(type) },
    { token: tokens.owner(owner) },
    ...[...new Set(tags)].map((tag) => ({ token: tokens.tag(tag) })),
    ...wordsSaid(projection).map((word) => ({ token: tokens.word(word) })),
    { token: tokens.prefix(text), text: start(text, textCharacters) },
    ...hostPointers({ type, value }),
    ...blockPointers({ type, value }),
  ];
}

/** The lists that a comment is in. */
export function commentPointers(comment: CommentProjection): ListedToken[] {
  return wordsCommented(comment).map((word) => ({ token: tokens.commented(word) }));
}

/** Whether a list is of comments: its places are theirs, not those of opinions. */
export function isOfComments(token: string): boolean {
  return token.startsWith(tokens.commented(''));
}

/** What a prefix is compared with: the value, of a URI without its scheme. */
export function prefixText({ type, value }: Pick<Projection, 'type' | 'value'>): string {
  return type === 'URI' ? value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '') : value;
}

/** Whether a pointer was there at a time: the last that happened to it until then is that it was put. */
export function validAt(
  { at, puts, gones }: Pick<Pointer, 'at' | 'puts' | 'gones'>,
  micros: number,
): boolean {
  const put = lastUntil([at, ...puts], micros);
  return put > 0 && put > lastUntil(gones, micros);
}

function hostPointers(of: Pick<Projection, 'type' | 'value'>): ListedToken[] {
  const domain = registrableDomain(of);
  const host = hostOf(of.type, of.value);
  return domain && host ? [{ token: tokens.host(domain), text: host }] : [];
}

function blockPointers({ type, value }: Pick<Projection, 'type' | 'value'>): ListedToken[] {
  const block = blockIn(type, value);
  if (!block) return [];
  const { text } = block;
  return [
    ...levelsAbove(block).map((level) => ({ token: tokens.inside(level), text })),
    ...(type === 'IP_SUBNET' ? [{ token: tokens.cidr(floorOf(block)), text }] : []),
  ];
}

function start(text: string, characters: number): string {
  return [...text.slice(0, 2 * characters)].slice(0, characters).join('');
}

function lastUntil(positions: readonly number[], micros: number): number {
  return Math.max(0, ...positions.filter((position) => position <= micros));
}
