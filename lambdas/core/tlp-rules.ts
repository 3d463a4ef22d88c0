import { z } from 'zod';

/** TLP 2.0, the mildest first: a handling rule for re-sharing, never access control. */
export const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Tlp = (typeof tlps)[number];

/** Of several; the mildest of none. */
export function strictestTlp(marked: readonly Tlp[]): Tlp {
  return tlps.findLast((tlp) => marked.includes(tlp)) ?? tlps[0];
}

const outcome = z.enum(['allow', 'warn', 'refuse']);
const rule = z.strictObject({ members: outcome, groups: outcome, community: outcome });

/** For each TLP, what becomes of a write to named members, to privacy groups, and to the community. */
export const tlpRules = z.record(z.enum(tlps), rule).meta({ id: 'TlpRules' });
export type TlpRules = z.output<typeof tlpRules>;

const anybody = { members: 'allow', groups: 'allow', community: 'allow' } as const;

/**
 * After TLP 2.0: RED is for the eyes of individual recipients, and STRICT does not leave their organisations. AMBER,
 * which is what an unmarked opinion is, goes to recipients on a need to know: who that is, its owner decides.
 */
export const defaultTlpRules: TlpRules = {
  CLEAR: anybody,
  GREEN: anybody,
  AMBER: anybody,
  'AMBER+STRICT': { ...anybody, community: 'warn' },
  RED: { members: 'allow', groups: 'warn', community: 'refuse' },
};
