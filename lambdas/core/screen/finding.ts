/** What the screen looks for. */
export const findingKinds = [
  /** An address of somebody, outside the role of the indicator. */
  'email',
  'phone',
  'card',
  /** A password, key or session token. */
  'credential',
  /** Of a private network (RFC 1918, RFC 4193) or a single link: it tells how somebody's network is built. */
  'private_address',
  'loopback_address',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Where something stands in a text: UTF-16 code units, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Found extends Span {
  readonly kind: FindingKind;
}

/** Finds one kind of thing. It takes time in proportion to the text, whatever is in it: the text is a stranger's. */
export type Finder = (text: string) => Span[];

/** Those that are left when each that overlaps an earlier or longer one of its kind is dropped, in their order. */
export function withoutOverlaps(found: readonly Found[]): Found[] {
  const ends = new Map<FindingKind, number>();
  return [...found]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ kind, start, end }) => {
      if (start < (ends.get(kind) ?? 0)) return false;
      ends.set(kind, end);
      return true;
    });
}
