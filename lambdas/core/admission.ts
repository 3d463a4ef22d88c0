import { getDomain } from 'tldts';
import type { AdmissionRules } from './admission-rules';
import type { Applicant, Check } from './application';

/** What can be judged of an applicant by the policy alone. `at` is an ISO time. */
export function judgeApplicant(applicant: Applicant, rules: AdmissionRules, at: string): Check[] {
  return [judgeEligibility(applicant, rules, at), judgeContact(applicant, rules, at)];
}

/** What remains to be seen when an application comes in. */
export function pendingChecks(at: string): Check[] {
  const pending = { result: 'pending', at } as const;
  return [
    {
      ...{ name: 'domain_proof', ...pending, reason: 'The TXT record was not looked for yet.' },
      wayOn: 'Set the TXT record, then ask for the proof.',
    },
    {
      ...{ name: 'duplicate', ...pending, reason: 'It is told once the domain is proved.' },
      wayOn: null,
    },
  ];
}

function judgeEligibility(
  { organisationClass, sector, country }: Applicant,
  { refusals }: AdmissionRules,
  at: string,
): Check {
  const fits = (allowed: readonly string[] | undefined, value: string) =>
    allowed === undefined || allowed.includes(value);
  const refusal = refusals.find(
    ({ classes, sectors, countries, countriesOtherThan }) =>
      fits(classes, organisationClass) &&
      fits(sectors, sector) &&
      fits(countries, country) &&
      !countriesOtherThan?.includes(country),
  );
  if (!refusal) return passed('eligibility', 'No rule of the policy is against it.', at);
  const { reason, wayOn } = refusal;
  return { name: 'eligibility', result: 'failed', reason, wayOn, at };
}

function judgeContact(
  { contact, domain }: Applicant,
  { freeMailDomains }: AdmissionRules,
  at: string,
): Check {
  const host = contact.slice(contact.lastIndexOf('@') + 1).toLowerCase();
  const wayOn = 'Apply with an address of your organisation, at the domain that you apply for.';
  const failed = { name: 'contact', result: 'failed', wayOn, at } as const;
  if (freeMailDomains.includes(registrableOf(host))) {
    return { ...failed, reason: 'The contact is at a provider where everybody gets an address.' };
  }
  if (host !== domain && !host.endsWith(`.${domain}`)) {
    return { ...failed, reason: 'The contact is not within the domain that you apply for.' };
  }
  return passed('contact', 'The contact is within the domain.', at);
}

/** Without the private section of the list, where a provider may be a suffix of its customers' names. */
function registrableOf(host: string): string {
  return getDomain(host, { validateHostname: false }) ?? host;
}

export function passed(name: Check['name'], reason: string, at: string): Check {
  return { name, result: 'passed', reason, wayOn: null, at };
}
