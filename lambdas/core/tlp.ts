import type { Audience } from './audience';
import { DomainError } from './problem';
import type { Tlp, TlpRules } from './tlp-rules';
import type { Warning } from './warning';

/** TLP 2.0 against an audience: what a policy says of the widest that is named. */
export type TlpVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'warned' | 'refused'; readonly warning: Warning };

const code = 'tlp.audience';
const pointer = '/tlp';

/** Audiences besides the owner's own: none are only me, which goes with everything. */
export function judgeTlp(tlp: Tlp, audiences: readonly Audience[], rules: TlpRules): TlpVerdict {
  const rule = rules[tlp];
  const named = new Set(audiences.map(reachOf));
  const reached = (outcome: string) => [...named].find((reach) => rule[reach] === outcome);
  const refused = reached('refuse');
  if (refused) return { kind: 'refused', warning: { code, detail: refusalOf[refused], pointer } };
  const warned = reached('warn');
  if (warned) return { kind: 'warned', warning: { code, detail: warningOf[warned], pointer } };
  return { kind: 'allowed' };
}

/** What a write is told of its TLP; where the policy refuses it, the write is. */
export function tlpWarnings(
  tlp: Tlp,
  audiences: readonly Audience[],
  rules: TlpRules,
): readonly Warning[] {
  const verdict = judgeTlp(tlp, audiences, rules);
  if (verdict.kind === 'refused') throw new DomainError(code, verdict.warning.detail, { pointer });
  return verdict.kind === 'warned' ? [verdict.warning] : [];
}

type Reach = 'community' | 'groups' | 'members';

function reachOf(audience: Audience): Reach {
  if (audience === 'community') return 'community';
  return audience.startsWith('group:') ? 'groups' : 'members';
}

const refusalOf: Readonly<Record<Reach, string>> = {
  community:
    'What is marked like this is not for the whole community: name who needs it, or mark it as less strict.',
  groups:
    'What is marked like this is not for a whole group: name the members who need it, or mark it as less strict.',
  members:
    'What is marked like this is for nobody else: keep it to yourself, or mark it as less strict.',
};

const warningOf: Readonly<Record<Reach, string>> = {
  community: 'It is marked for fewer than the whole community, which sees it now.',
  groups: 'It is marked for fewer than a whole group, which sees it now.',
  members: 'It is marked for fewer than the members named, who see it now.',
};
