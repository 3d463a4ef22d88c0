import { createHash } from 'node:crypto';
import type { AudienceChoice } from '../../lambdas/core/audience';
import type { Cast, Member } from './cast';
import type { Said } from './ledger';
import { below, pick, type Random } from './random';

const statuses = ['UNKNOWN', 'NON_MALICIOUS', 'SUSPICIOUS', 'MALICIOUS'] as const;

/** A domain, a URL, an address (RFC 3849) or a hash of nobody's: another for each number. */
export function valueAt(seed: number, index: number): string {
  const hash = createHash('sha256').update(`endurance ${seed} ${index}`).digest('hex');
  const host = `h${index}.s${seed}.endurance.example`;
  const kind = index % 10;
  if (kind < 6) return host;
  if (kind < 8) return `https://${host}/login`;
  const words = [seed, index >>> 16, index].map((word) => (word & 65_535).toString(16));
  if (kind === 8) return `2001:db8:${words.join(':')}::1`;
  return hash;
}

let told = 0;

/** What nobody has said before: two are never the same. */
export function opinion(random: Random, cast: Cast, member: Member): Said {
  const expires = random() < 0.05;
  return {
    status: pick(random, statuses),
    confidence: below(random, 101),
    tags: ['endurance', `kit:${below(random, 20)}`],
    description: `Word ${++told}.`,
    expiresAt: expires ? new Date(Date.now() + 2000 + below(random, 6000)).toISOString() : null,
    audience: audience(random, cast, member),
  };
}

export function patchOf(
  said: Said,
  random: Random,
  cast: Cast,
  member: Member,
): Partial<Said> & Pick<Said, 'description'> {
  const { status, confidence, audience, description } = opinion(random, cast, member);
  const lasts = said.expiresAt === null || random() < 0.5;
  const common = { description, ...(lasts ? { expiresAt: null } : {}) };
  if (random() < 0.4) return { ...common, audience };
  return { ...common, status, confidence };
}

function audience(random: Random, { publishers, reader, groupId }: Cast, me: Member) {
  const other = () => {
    const { id } = pick(random, [...publishers, reader] as const);
    return id === me.id ? reader.id : id;
  };
  const choices: readonly [() => AudienceChoice, ...(() => AudienceChoice)[]] = [
    () => ({ community: true }),
    () => ({ community: true }),
    () => ({ community: true }),
    () => ({ groups: [groupId] }),
    () => ({ groups: [groupId] }),
    () => ({ members: [other()] }),
    () => ({ community: true, groups: [groupId], members: [other()] }),
    () => ({ members: [me.id] }),
  ];
  return pick(random, choices)();
}
