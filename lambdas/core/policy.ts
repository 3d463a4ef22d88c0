import { z } from 'zod';
import { admissionRules, defaultAdmission } from './admission-rules';
import { agreementRules, defaultAgreementRules } from './agreement-rules';
import { knownGoodRules } from './known-good/rules';
import { type OrganisationClass, organisationClasses } from './member';
import { screenRules } from './screen/rules';
import { defaultTlpRules, tlpRules } from './tlp-rules';

const classes = z.array(z.enum(organisationClasses).exclude(['operator']));

/** Which organisations are part of the community audience (design section 4). */
const communityRules = z.strictObject({ eligibleClasses: classes }).meta({ id: 'CommunityRules' });

const privateOrganisations = [
  'company',
  'nonprofit',
  'academic',
] as const satisfies readonly OrganisationClass[];

/**
 * The rules that the operator may change: data, versioned, with the reason of the last change. A section that a stored
 * policy does not have yet is as by default.
 */
export const policyDocument = z
  .strictObject({
    community: communityRules.default({ eligibleClasses: [...privateOrganisations] }),
    admission: admissionRules.default(defaultAdmission),
    agreement: agreementRules.default(defaultAgreementRules),
    tlp: tlpRules.default(defaultTlpRules),
    screen: screenRules.default(screenRules.parse({})),
    knownGood: knownGoodRules.default(knownGoodRules.parse({})),
  })
  .meta({ id: 'PolicyDocument' });

/** As an operator decides it: each section is said, so that none falls back to its default unnoticed. */
export const wholePolicy = z
  .strictObject(withoutDefaults(policyDocument.shape))
  .meta({ id: 'WholePolicy' });

export const policy = z.strictObject({
  /** 0 is what is in force before anybody decided anything. */
  version: z.int().min(0),
  reason: z.string(),
  ...policyDocument.shape,
});

export type Policy = z.output<typeof policy>;

export const defaultPolicy: Policy = policy.parse({
  version: 0,
  reason:
    'The community is private organisations; government takes part only where a policy says so.',
});

type WithoutDefaults<S> = { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? T : never };

function withoutDefaults<S extends Record<string, z.ZodDefault>>(shape: S): WithoutDefaults<S> {
  const sections = Object.entries(shape).map(([name, section]) => [name, section.unwrap()]);
  return Object.fromEntries(sections) as WithoutDefaults<S>;
}
