import { parse } from 'tldts';
import { passed } from './admission';
import type { Check } from './application';
import { canonicalDomain } from './indicator/domain';
import { DomainError } from './problem';

/** What the DNS says of a name: its TXT records, each with its strings joined; that it has none; or nothing. */
export type TxtAnswer =
  | { readonly status: 'found'; readonly texts: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'unreachable' };

export type ResolveTxt = (name: string) => Promise<TxtAnswer>;

/** The record by which an applicant shows that the domain is its own. */
export function challengeRecord({ domain, challenge }: { domain: string; challenge: string }) {
  return { name: `_tocsin-challenge.${domain}`, type: 'TXT', value: challengeValue(challenge) };
}

function challengeValue(challenge: string): string {
  return `tocsin-verification=${challenge}`;
}

export function judgeProof(answer: TxtAnswer, challenge: string, at: string): Check {
  const failed = { name: 'domain_proof', result: 'failed', at } as const;
  if (answer.status === 'unreachable') {
    const wayOn = 'Check the name servers of the domain, then ask for the proof again.';
    return { ...failed, reason: 'The DNS of the domain did not answer.', wayOn };
  }
  const wayOn = 'Set the record exactly as it is shown; a change may take some minutes to be seen.';
  if (answer.status === 'absent') {
    return { ...failed, reason: 'There is no such TXT record yet.', wayOn };
  }
  const isThere = answer.texts.some((text) => text.trim() === challengeValue(challenge));
  if (!isThere) {
    return { ...failed, reason: 'The TXT records there do not say what was asked.', wayOn };
  }
  return passed('domain_proof', 'The TXT record was found.', at);
}

const suffixes = { allowPrivateDomains: true, detectIp: false, validateHostname: false } as const;

/**
 * A domain that somebody registered, in its canonical form: no suffix, no address, and no name below, whose holder may
 * be another than that of the domain.
 */
export function readRegistrableDomain(text: string): string {
  const read = canonicalDomain(text.trim());
  if (read.kind === 'refused') throw invalidDomain(read.detail);
  const { domain, isIcann, isPrivate } = parse(read.value, suffixes);
  if (!isIcann && !isPrivate) {
    throw invalidDomain('The name ends in no suffix under which domains are registered.');
  }
  if (domain === null) {
    throw invalidDomain('This is a suffix under which others register; give your domain below it.');
  }
  if (domain !== read.value) {
    throw invalidDomain('Give the domain that you registered, not a name below it.');
  }
  return read.value;
}

function invalidDomain(detail: string): DomainError {
  return new DomainError('field.invalid', detail, { pointer: '/domain' });
}
