import { limits, type Status } from '../descriptor';
import type { Indicator } from '../indicator/read-indicator';
import type { KnownGood, KnownGoodHit } from '../known-good/look-up';
import type { KnownGoodVerdict } from '../known-good/rules';
import type { Policy } from '../policy';
import { DomainError } from '../problem';
import { findPersonal } from './find-personal';
import type { FindingKind } from './finding';
import type { Override } from './override';
import { type Finding, screen, screenText, type Texts } from './screen';

/** What is to be published. */
export interface Draft extends Texts {
  readonly indicator: Indicator;
  readonly status: Status;
  readonly override?: Override | undefined;
}

/** A list that has the indicator, and what follows. */
export interface ListedIn extends KnownGoodHit {
  readonly verdict: Exclude<KnownGoodVerdict, 'off'>;
}

/** What the screen and the lists of what is known to be good say of a draft. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly knownGood: readonly ListedIn[];
  /** The texts as they are to be stored. */
  readonly texts: Texts;
  /** What of the draft's override was needed. */
  readonly override: Override | undefined;
  /** Why it can't be published as it is. */
  readonly refusal: DomainError | undefined;
}

/** The one judgement of what may be said: a publish obeys it, a share plan shows it, a re-scan repeats it. */
export function examine(
  draft: Draft,
  { screen: screenRules, knownGood: listRules }: Pick<Policy, 'screen' | 'knownGood'>,
  lists: KnownGood,
): Examination {
  const { findings, texts } = screen(draft.indicator, draft, screenRules);
  const hits = draft.status === 'NON_MALICIOUS' ? [] : lists.find(draft.indicator);
  const knownGood = hits.flatMap((hit): ListedIn[] => {
    const verdict = listRules.lists[hit.list] ?? listRules.verdict;
    return verdict === 'off' ? [] : [{ ...hit, verdict }];
  });
  const override = neededOf(draft.override, findings);
  const refusal =
    refusalOf(findings, override?.kinds ?? []) ??
    refusalOfReason(override) ??
    refusalOfLists(knownGood.filter(({ verdict }) => verdict === 'block')) ??
    refusalOfLength(texts);
  return { findings, knownGood, texts, override, refusal };
}

export interface TextExamination {
  readonly text: string;
  readonly override: Override | undefined;
  readonly refusal: DomainError | undefined;
  readonly findings: readonly Finding[];
}

/** The same judgement of one text about an indicator. */
export function examineText(
  draft: { readonly text: string; readonly override?: Override | undefined },
  indicator: Indicator,
  { screen: rules }: Pick<Policy, 'screen'>,
): TextExamination {
  const said = draft.text.normalize('NFC');
  const { found: findings, redacted: text } = screenText('/text', said, indicator, rules);
  const override = neededOf(draft.override, findings);
  const refusal =
    refusalOf(findings, override?.kinds ?? []) ??
    refusalOfReason(override) ??
    (isLonger(text, limits.descriptionBytes) ? tooLong('/text') : undefined);
  return { text, override, refusal, findings };
}

function neededOf(given: Override | undefined, findings: readonly Finding[]): Override | undefined {
  const toConfirm = new Set(kindsOf(findings, 'confirm'));
  const kinds = given?.kinds.filter((kind) => toConfirm.has(kind)) ?? [];
  return given && kinds.length > 0
    ? { reason: given.reason, kinds: [...new Set(kinds)] }
    : undefined;
}

function kindsOf(findings: readonly Finding[], verdict: Finding['verdict']): FindingKind[] {
  const kinds = findings.filter((one) => one.verdict === verdict).map(({ kind }) => kind);
  return [...new Set(kinds)];
}

function refusalOf(
  findings: readonly Finding[],
  confirmed: readonly FindingKind[],
): DomainError | undefined {
  const isBlocked = findings.some(({ verdict }) => verdict === 'block');
  if (isBlocked) {
    const detail = 'It holds what this exchange does not take: take it out, and send it again.';
    return refused('screen.blocked', detail, findings);
  }
  const kinds = kindsOf(findings, 'confirm').filter((kind) => !confirmed.includes(kind));
  if (kinds.length === 0) return undefined;
  const detail =
    'It seems to hold what is personal or secret: take it out, or send it with an override that names these kinds and a reason.';
  return refused('screen.unconfirmed', detail, findings, { kinds });
}

/** So many are told with an item: the answer to a batch has room for a thousand of them. */
const mostTold = 32;

export function told(findings: readonly Finding[]) {
  const isCut = findings.length > mostTold;
  return {
    findings: findings.slice(0, mostTold),
    ...(isCut ? { findingsInAll: findings.length } : {}),
  };
}

function refused(
  code: 'screen.blocked' | 'screen.unconfirmed',
  detail: string,
  findings: readonly Finding[],
  more: Readonly<Record<string, unknown>> = {},
): DomainError {
  const decisive = code === 'screen.blocked' ? 'block' : 'confirm';
  const pointer = findings.find(({ verdict }) => verdict === decisive)?.field ?? '';
  return new DomainError(code, detail, { pointer, extra: { ...more, ...told(findings) } });
}

/** A reason is kept: it may not tell what it is about. */
function refusalOfReason(override: Override | undefined): DomainError | undefined {
  if (!override || findPersonal(override.reason).length === 0) return undefined;
  const detail = 'The reason holds what is personal or secret itself: say it without.';
  return new DomainError('screen.blocked', detail, { pointer: '/override/reason' });
}

function refusalOfLists(hits: readonly ListedIn[]): DomainError | undefined {
  if (hits.length === 0) return undefined;
  const detail =
    'It is on a list of what is known to be good, and this exchange takes none of that.';
  return new DomainError('known_good.blocked', detail, {
    pointer: '/value',
    extra: { lists: hits },
  });
}

/** A mask may be longer than what it covers. */
function refusalOfLength({
  description = '',
  tags = [],
  sourceUri,
}: Texts): DomainError | undefined {
  const long = [
    ...(isLonger(description, limits.descriptionBytes) ? ['/description'] : []),
    ...tags.flatMap((tag, at) => (isLonger(tag, limits.tagBytes) ? [`/tags/${at}`] : [])),
    ...(isLonger(sourceUri ?? '', limits.sourceUriBytes) ? ['/sourceUri'] : []),
  ];
  const [pointer] = long;
  return pointer === undefined ? undefined : tooLong(pointer);
}

function tooLong(pointer: string): DomainError {
  const detail = 'With what is personal masked it is too long: shorten it.';
  return new DomainError('field.invalid', detail, { pointer });
}

function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}
