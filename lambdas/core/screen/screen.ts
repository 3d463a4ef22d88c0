import type { IndicatorType } from '../indicator/indicator-type';
import type { Indicator } from '../indicator/read-indicator';
import { findPersonal } from './find-personal';
import type { FindingKind, Found, Span } from './finding';
import type { ScreenRules, ScreenVerdict } from './rules';

/** The texts of a request, as far as it gives them. */
export interface Texts {
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly sourceUri?: string | null | undefined;
}

/** Where something personal is and what follows; never what it is. */
export interface Finding extends Span {
  readonly kind: FindingKind;
  /** JSON pointer into the request; the places are those of the field in NFC. */
  readonly field: string;
  readonly verdict: Exclude<ScreenVerdict, 'off'>;
}

export interface Screened {
  readonly findings: readonly Finding[];
  /** The texts as they may be stored. */
  readonly texts: Texts;
}

export const mask = '[redacted]';

/** What an indicator of a type is for; and ids of platforms, which are as long as cards. */
const roles: Readonly<Partial<Record<IndicatorType, FindingKind>>> = {
  EMAIL_ADDRESS: 'email',
  TELEPHONE: 'phone',
  SMS_ORIGIN: 'phone',
  API_KEY: 'credential',
  PASSWORD: 'credential',
  PASSWORD_SALT: 'credential',
  FBID: 'card',
  USER_ID: 'card',
  EVENT_ID: 'card',
};

/** Looks at everything that a descriptor would say. */
export function screen(indicator: Indicator, texts: Texts, rules: ScreenRules): Screened {
  const findings: Finding[] = [...screenValue(indicator, rules)];
  const clean = (field: string, text: string) => {
    const { found, redacted } = screenText(field, text.normalize('NFC'), indicator, rules);
    findings.push(...found);
    return redacted;
  };
  const { description, tags, sourceUri } = texts;
  return {
    texts: {
      description: description && clean('/description', description),
      tags: tags?.map((tag, at) => clean(`/tags/${at}`, tag)),
      sourceUri: sourceUri && clean('/sourceUri', sourceUri),
    },
    findings,
  };
}

/** The value as it was sent, and its canonical form: what only that shows spans all that was sent. */
function screenValue({ type, value, raw }: Indicator, rules: ScreenRules): Finding[] {
  const sent = findPersonal(raw);
  const seen = new Set(sent.map(({ kind }) => kind));
  const whole = { start: 0, end: raw.length };
  const hidden = findPersonal(value)
    .filter(({ kind }) => !seen.has(kind))
    .map(({ kind }) => ({ kind, ...whole }));
  return [...sent, ...hidden].flatMap((one) => {
    const verdict = rules[one.kind].value;
    if (verdict === 'off' || roles[type] === one.kind) return [];
    return [{ ...one, field: '/value', verdict }];
  });
}

/** Behind what is masked something else may come to light, that was a part of it before: so often it is looked for. */
const mostRounds = 3;

/** Looks at one text; what is to be redacted is masked. */
export function screenText(field: string, text: string, indicator: Indicator, rules: ScreenRules) {
  const found = findingsIn(field, text, indicator, rules);
  let [redacted, left] = [text, found];
  for (let round = 0; round < mostRounds; round++) {
    const toRedact = left.filter(({ verdict }) => verdict === 'redact');
    if (toRedact.length === 0) break;
    redacted = withMask(redacted, toRedact);
    left = findingsIn(field, redacted, indicator, rules);
  }
  return { found, redacted };
}

function findingsIn(field: string, text: string, indicator: Indicator, rules: ScreenRules) {
  return findPersonal(text).flatMap((one): Finding[] => {
    const verdict = rules[one.kind].text;
    if (verdict === 'off' || isOfIndicator(text, one, indicator)) return [];
    return [{ ...one, field, verdict }];
  });
}

/** A text may name the address or number that it is about. */
function isOfIndicator(text: string, { kind, start, end }: Found, { type, value, raw }: Indicator) {
  const named = text.slice(start, end).toLowerCase();
  return roles[type] === kind && [value, raw].some((own) => own.toLowerCase() === named);
}

/** Stretches of different kinds may overlap: they fall under one mask. */
function withMask(text: string, spans: readonly Span[]): string {
  let [masked, from] = ['', 0];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start >= from) masked += text.slice(from, start) + mask;
    from = Math.max(from, end);
  }
  return masked + text.slice(from);
}
