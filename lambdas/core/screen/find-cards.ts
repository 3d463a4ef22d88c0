import type { Finder } from './finding';

const before = '(?<![\\p{L}\\p{N}_.+-])';
const after = '(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])';
const written = [
  '\\d{13,19}',
  '\\d{4}([ -])\\d{4}\\2\\d{4}\\2\\d{4}',
  '\\d{4}([ -])\\d{6}\\3\\d{4,5}',
];

/**
 * In one piece, in fours, or 4-6-5 and 4-6-4, each with one sort of separator; not a part of a word, a fraction or an
 * id. It only looks ahead, so that a number before the card does not hide it.
 */
const candidate = new RegExp(`${before}(?=(${written.join('|')})${after})`, 'gu');

interface Issuer {
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}

/** By the issuers' ranges. Lengths of 17 and more are left to UnionPay: ids of 64 bits have 18 or 19 digits. */
const issuers: readonly Issuer[] = [
  { prefix: /^4/, lengths: [13, 16] },
  { prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(6011|64[4-9]|65)/, lengths: [16] },
  { prefix: /^(30[0-5]|36|3[89])/, lengths: [14] },
  { prefix: /^35(2[89]|[3-8])/, lengths: [16] },
  { prefix: /^62/, lengths: [16, 17, 18, 19] },
  { prefix: /^(5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [16] },
];

/** Numbers of payment cards: an issuer's range and length, the check digit, and groups as cards are written. */
export const findCards: Finder = (text) =>
  [...text.matchAll(candidate)]
    .filter(([, number = '']) => isCard(number.replace(/[ -]/g, '')))
    .map(({ 1: number = '', index }) => ({ start: index, end: index + number.length }));

function isCard(digits: string): boolean {
  const isIssued = issuers.some(
    ({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits),
  );
  return isIssued && hasCheckDigit(digits);
}

/** ISO/IEC 7812: every second digit from the right doubled. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
