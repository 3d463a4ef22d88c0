import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Finder, Span } from './finding';

/** A plus and 7 to 15 digits with at most two separators between, as ITU-T E.123 and people write them. */
const international = /(?<![\p{L}\p{N}_+.])\+[ (]?\d(?:[ ().\u00a0/-]{0,2}\d){6,14}(?!\d)/gu;

/** An address behind a plus, as AsciiDoc sets it off. */
const quad = /^\+\d{1,3}(?:\.\d{1,3}){3}$/;

/** What says that digits which follow are a number to call. */
const announced =
  /(?<![\p{L}\p{N}])(?:tel|telephone|téléphone|telefon|teléfono|telefono|phone|mobile|mobil|cell|fax|handy|call(?:ed|s|ing)?|dial|whatsapp|sms|msisdn)(?:'?s)?(?!\p{L})(?: ?(?:number|no|nr|us|at|on|to|is|from|him|her|them))?[ .:=#]{0,3}(?: ?(?:at|on|is|to))?[ .:=]{0,3}/giu;
const national = /(?:\(0?\d{1,5}\)[ -]?|0)?\d(?:[ .()/-]{0,2}\d){5,13}(?!\d|\.\d)/y;

/**
 * Telephone numbers: with their country's code and as long as that country's are, or behind a word that announces one.
 * Not only those that are given out: what is made up for a film, or new since the library, is still somebody's.
 */
export const findPhones: Finder = (text) => [...findInternational(text), ...findAnnounced(text)];

function findInternational(text: string): Span[] {
  return [...text.matchAll(international)].flatMap(({ 0: written, index }) => {
    const length = quad.test(written) ? 0 : longestNumber(written);
    return length > 0 ? [{ start: index, end: index + length }] : [];
  });
}

/** What stands behind a number may look like a part of it: it is tried with fewer groups. */
function longestNumber(written: string): number {
  let { length } = written;
  for (let groups = 0; groups < 6 && length > 7; groups++) {
    if (parsePhoneNumberFromString(written.slice(0, length))?.isPossible()) return length;
    const shorter = written.slice(0, length).search(/[ ().\u00a0/-]+\d+$/);
    if (shorter < 0) return 0;
    length = shorter;
  }
  return 0;
}

function findAnnounced(text: string): Span[] {
  return [...text.matchAll(announced)].flatMap(({ 0: word, index }) => {
    national.lastIndex = index + word.length;
    const [written = ''] = national.exec(text) ?? [];
    const start = index + word.length;
    return isDialled(written) ? [{ start, end: start + written.length }] : [];
  });
}

/** Not a date, an address or a plain count: grouped, or with a trunk prefix, or as long as a whole number. */
function isDialled(written: string): boolean {
  const digits = written.replace(/\D/g, '');
  if (digits.length < 7 || /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d+(\.\d+){3}$/.test(written))
    return false;
  return written.startsWith('0') || /[ .()/-]/.test(written) || digits.length >= 10;
}
