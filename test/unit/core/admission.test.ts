import fc from 'fast-check';
import { judgeApplicant } from '../../../lambdas/core/admission';
import { type AdmissionRules, defaultAdmission } from '../../../lambdas/core/admission-rules';
import type { Applicant } from '../../../lambdas/core/application';
import { countries } from '../../../lambdas/core/country';
import { judgeProof, readRegistrableDomain } from '../../../lambdas/core/domain-proof';
import { organisationClasses } from '../../../lambdas/core/member';
import { sectors } from '../../../lambdas/core/sector';
import { makeStatusKey, parseStatusKey, statusPage } from '../../../lambdas/core/status-key';

const at = '2026-11-22T10:00:00.000Z';
const classes = organisationClasses.filter((one) => one !== 'operator');

const applicant: fc.Arbitrary<Applicant> = fc.record({
  organisation: fc.constant('Acme'),
  sector: fc.constantFrom(...sectors),
  organisationClass: fc.constantFrom(...classes),
  country: fc.constantFrom(...countries),
  contact: fc.constant('soc@acme.com'),
  domain: fc.constant('acme.com'),
  purpose: fc.constant('defence'),
});

const because = { reason: 'no', wayOn: 'go' };
const rulesOf = (refusals: AdmissionRules['refusals']) => ({ ...defaultAdmission, refusals });
const resultOf = (one: Applicant, rules: AdmissionRules) =>
  judgeApplicant(one, rules, at).find(({ name }) => name === 'eligibility')?.result;

describe('eligibility', () => {
  it('is by default everybody’s but the government’s', () => {
    fc.assert(
      fc.property(applicant, (one) => {
        const expected = one.organisationClass === 'government' ? 'failed' : 'passed';
        expect(resultOf(one, defaultAdmission)).toBe(expected);
      }),
    );
  });

  it('is refused by a rule exactly where all that the rule names fits', () => {
    fc.assert(
      fc.property(applicant, applicant, (one, other) => {
        const rule = { sectors: [other.sector], countries: [other.country], ...because };
        const fits = one.sector === other.sector && one.country === other.country;
        expect(resultOf(one, rulesOf([rule]))).toBe(fits ? 'failed' : 'passed');
      }),
    );
  });

  it('is nobody’s under a rule that names nothing, everybody’s without rules', () => {
    fc.assert(
      fc.property(applicant, (one) => {
        expect(resultOf(one, rulesOf([because]))).toBe('failed');
        expect(resultOf(one, rulesOf([]))).toBe('passed');
      }),
    );
  });
});

describe('a proof', () => {
  const challenge = 'ab'.repeat(20);
  const value = `tocsin-verification=${challenge}`;

  it.each([
    [['x', value], 'passed'],
    [[` ${value} `], 'passed'],
    [[value.toUpperCase()], 'failed'],
    [[`${value}0`], 'failed'],
    [[value.slice(0, -1)], 'failed'],
    [[challenge], 'failed'],
    [[], 'failed'],
  ])('by the records %j has %s', (texts, result) => {
    expect(judgeProof({ status: 'found', texts }, challenge, at).result).toBe(result);
  });
});

describe('the domain of an applicant', () => {
  it.each([
    ['acme.com', 'acme.com'],
    [' Acme.COM. ', 'acme.com'],
    ['acme.co.uk', 'acme.co.uk'],
    ['me.github.io', 'me.github.io'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
  ])('%j is %s, and stays so when it is read again', (text, domain) => {
    expect(readRegistrableDomain(text)).toBe(domain);
    expect(readRegistrableDomain(domain)).toBe(domain);
  });

  it('is refused with a reason, never an exception of another kind, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = () => readRegistrableDomain(text);
        try {
          expect(read()).toMatch(/^[a-z0-9_.-]+$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'field.invalid', pointer: '/domain' });
        }
      }),
    );
  });
});

describe('a key of a status page', () => {
  it('is read from the address that it makes, and from nothing near', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (random) => {
        const key = makeStatusKey('4611686018427387904', Buffer.from(random));
        const text = statusPage(key).split('/').at(-1) ?? '';
        expect(parseStatusKey(text)).toEqual(key);
        expect(parseStatusKey(text.slice(0, -1))).toBeUndefined();
        expect(parseStatusKey(`${text}A`)).toBeUndefined();
      }),
    );
  });
});
