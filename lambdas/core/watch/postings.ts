import { createHash } from 'node:crypto';
import type { Condition } from './condition';
import { aroundTokens, insideToken, tokenKey, watchTokens } from './tokens';

/** One place where a watch is found: by the key of a token, and by what of the condition the token leaves open, as JSON. */
export interface Posting {
  readonly key: string;
  readonly rest: string;
}

/** Every place of a watch: a condition stands under each value of its most selective field, and under no other. */
export function postingsOf(member: string, conditions: readonly Condition[]): Posting[] {
  const postings = conditions.flatMap((condition) => anchorsOf(member, condition));
  return [...new Map(postings.map((one) => [`${one.key} ${one.rest}`, one])).values()];
}

/** What tells a posting from the others of its watch under its key. */
export function restDigest(rest: string): string {
  return createHash('sha256').update(rest).digest('base64url').slice(0, 8);
}

function anchorsOf(member: string, condition: Condition): Posting[] {
  const { exact, below, inside, contains, mine, ...others } = condition;
  const under = (token: string, rest: Condition): Posting => {
    return { key: tokenKey(token), rest: JSON.stringify(rest) };
  };
  if (mine) {
    const rest = { ...others, mine };
    return [under(watchTokens.mine(member), rest), under(watchTokens.anyMine, { mine })];
  }
  if (exact) return exact.map((target) => under(watchTokens.value(target), others));
  if (inside)
    return inside.map((block) => under(insideToken(block), { ...others, inside: [block] }));
  if (contains) {
    return contains.flatMap((block) =>
      aroundTokens(block).map((token) => under(token, { ...others, contains: [block] })),
    );
  }
  if (below) return below.map((domain) => under(watchTokens.domain(domain), others));
  return otherAnchors(others).map(([token, rest]) => under(token, rest));
}

function otherAnchors({
  tags,
  types,
  owners,
  audiences,
  ...least
}: Condition): [string, Condition][] {
  const rest = { ...least, ...(audiences && { audiences }) };
  const typed = { ...rest, ...(types && { types }) };
  if (tags) {
    const open = { ...typed, ...(owners && { owners }) };
    return tags.map((tag) => [watchTokens.tag(tag), open]);
  }
  if (owners) return owners.map((owner) => [watchTokens.owner(owner), typed]);
  if (!types) return (audiences ?? []).map((audience) => [watchTokens.audience(audience), least]);
  if (!audiences) return types.map((type) => [watchTokens.type(type), least]);
  return types.flatMap((type) =>
    audiences.map((audience): [string, Condition] => [watchTokens.type(type, audience), least]),
  );
}
