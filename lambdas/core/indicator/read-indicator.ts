import {
  type Canonical,
  type IndicatorRefusal,
  type IndicatorRemark,
  type Refusal,
  refused,
  withRemark,
} from './canonical';
import { canonicalText, networkCanonicalisers, tokenCanonicalisers } from './canonicalisers';
import { detectTypes, looksLikePattern } from './detect';
import type { IndicatorType } from './indicator-type';
import { refang } from './refang';

/** An objective thing: one per type and canonical value. The raw form is kept beside it. */
export interface Indicator {
  readonly type: IndicatorType;
  readonly value: string;
  readonly raw: string;
}

export type IndicatorVerdict =
  | {
      readonly kind: 'indicator';
      readonly indicator: Indicator;
      readonly remarks: readonly IndicatorRemark[];
    }
  | {
      readonly kind: 'refused';
      readonly reason: IndicatorRefusal;
      readonly detail: string;
      /** What it may be, where that is more than one. */
      readonly candidates?: readonly IndicatorType[];
    };

/** UTF-8 bytes of a value, raw and canonical. */
export const longestValue = 8192;

const encoder = new TextEncoder();
const invisible = /^[\s\p{Cf}\p{Zs}\p{Cc}]$/u;
const hidden = /[\p{Cf}\p{Zl}\p{Zp}\p{Cc}]|(?! )\p{Zs}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** The canonical form of what was sent; of the type that is given, or else of the one that it must be. */
export function readIndicator(raw: string, type?: IndicatorType): IndicatorVerdict {
  const text = cleaned(raw);
  if (typeof text !== 'string') return text;
  if (type) return verdict(raw, type, canonicalOf(text, type));
  const plain = refang(text);
  const types = hidden.test(plain) ? [] : detectTypes(plain);
  const [only, ...others] = types;
  if (!only) return unrecognised(plain);
  if (others.length === 0) {
    const read = canonicalOf(plain, only);
    return verdict(raw, only, plain === text ? read : withRemark(read, 'refanged'));
  }
  const detail = `It may be ${types.join(' or ')}: say which by its type.`;
  return { kind: 'refused', reason: 'ambiguous', detail, candidates: types };
}

function cleaned(raw: string): string | Refusal {
  if (!raw.isWellFormed())
    return refused('malformed_text', 'The value is not well-formed Unicode.');
  if (raw.length > 2 * longestValue) return tooLong();
  const text = trimmed(raw).normalize('NFC');
  if (text === '') return refused('empty', 'There is nothing in the value.');
  if (control.test(text)) return refused('hidden_characters', 'Take the control characters out.');
  if (isTooLong(raw) || isTooLong(text)) return tooLong();
  return text;
}

/** By hand: a pattern anchored at the end looks at each run of blanks again from each of its characters. */
function trimmed(raw: string): string {
  let [from, to] = [0, raw.length];
  while (from < to && invisible.test(raw.charAt(from))) from += 1;
  while (to > from && invisible.test(raw.charAt(to - 1))) to -= 1;
  return raw.slice(from, to);
}

function canonicalOf(text: string, type: IndicatorType): Canonical {
  const network = networkCanonicalisers[type];
  if (!network) return (tokenCanonicalisers[type] ?? canonicalText)(text);
  const plain = refang(text);
  if (hidden.test(plain)) {
    return refused('hidden_characters', 'Take the invisible characters out of the middle of it.');
  }
  const read = network(plain);
  return plain === text ? read : withRemark(read, 'refanged');
}

function verdict(raw: string, type: IndicatorType, read: Canonical): IndicatorVerdict {
  if (read.kind === 'refused') return read;
  if (isTooLong(read.value)) return tooLong();
  return { kind: 'indicator', indicator: { type, value: read.value, raw }, remarks: read.remarks };
}

function unrecognised(text: string): Refusal {
  if (looksLikePattern(text)) {
    return refused('pattern', 'A pattern is not one indicator: publish what it stands for.');
  }
  if (hidden.test(text)) {
    return refused('hidden_characters', 'Take the invisible characters out of the middle of it.');
  }
  if (/\[[^\]]{0,64}\]|<[^>]{0,64}>|\{[^}]{0,64}\}|%s|…/.test(text)) {
    return refused('placeholder', 'Part of it is masked or a placeholder.');
  }
  return refused('unrecognised', 'No type fits it by its form: give the type, or mend the value.');
}

function isTooLong(text: string): boolean {
  return (
    text.length > longestValue ||
    (text.length * 3 > longestValue && encoder.encode(text).length > longestValue)
  );
}

function tooLong(): Refusal {
  return refused('too_long', `A value is at most ${longestValue} bytes of UTF-8.`);
}
