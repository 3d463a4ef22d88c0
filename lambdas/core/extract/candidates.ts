/** A piece of text that may be an indicator, as it stands there. */
export interface Candidate {
  readonly raw: string;
  readonly kind: 'url' | 'token';
}

/** What stands for a dot, an @ or a colon in a defanged value (`refang` takes them back); no separator is meant. */
const defanged = [
  // With blanks round it only a dot between two labels: `evil [.] example`.
  String.raw`(?<=[a-z0-9])\s[[({]\s?(?:\.|dot)\s?[\])}]\s?(?=[a-z0-9])`,
  String.raw`(?<=[a-z0-9])[[({]\s?(?:\.|dot)\s?[\])}]\s(?=[a-z0-9])`,
  String.raw`[[({]\s?(?:\.|dot|@|at|:\/\/|:|\/)\s?[\])}]`,
  String.raw`\s?[[({]\s?(?:@|at)\s?[\])}]\s?`,
  String.raw`\[\.[a-z0-9-]{1,63}\]`,
  String.raw`\[\.(?=[a-z0-9])`,
  String.raw`\.\](?=[a-z0-9])`,
].join('|');

/** `:` and `//`, plain, defanged, or escaped as JSON does. */
const colon = String.raw`(?:[[({]:[\])}]|:)`;
const slashes = String.raw`(?:\[:\/\/\]|${colon}(?:\\?\/){2}|${colon}\[\/\]\[\/\])`;
const scheme = String.raw`(?<![a-z0-9+.-])(?:(?:hxxp|http)\[s\]|[a-z][a-z0-9+.-]{1,19})`;
const inUrl = String.raw`(?:\\\/|\\u0026|${defanged}|[^\s\\"'<>\x60|“”«»])`;

const path = String.raw`(?<![a-z0-9])[a-z]:\\[^\s"'<>|]*`;
const jsonBreak = String.raw`\\[nrt]`;
const url = `${scheme}${slashes}${inUrl}+`;
const address = String.raw`\[[0-9a-f]*:[0-9a-f:.]*\](?::\d{1,5})?`;
const token = String.raw`(?:${defanged}|\\\/|[^\s\\"'<>\x60|“”«»()[\]{},;=])+`;

const pieces = new RegExp(
  `(?:${path}|${jsonBreak})|(?<url>${url})|(?<address>${address})|(?<token>${token})`,
  'gi',
);

/**
 * Where a line of a log, a mail or a list may hold an indicator. Paths of Windows are none; what follows a
 * comma or semicolon may be part of a URL or the next column, so such a URL stands twice.
 */
export function candidatesIn(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { groups = {} } of text.matchAll(pieces)) {
    const { url: place, address: bracketed, token: word } = groups;
    if (place !== undefined) found.push(...urlsIn(place));
    else if (bracketed !== undefined) found.push({ raw: bracketed, kind: 'token' });
    else if (word !== undefined) found.push(...wordsIn(word));
  }
  return found;
}

function urlsIn(text: string): Candidate[] {
  return text.split(/[,;](?=(?:h(?:tt|xx)ps?|f(?:t|x)ps?)[:[])/i).flatMap((one) => {
    const whole = trimUrl(one);
    const first = trimUrl(one.split(/,|(?<!&amp);/i, 1)[0] ?? '');
    const raws = first === whole ? [whole] : [whole, first];
    return raws.map((raw) => ({ raw, kind: 'url' as const }));
  });
}

const ends: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Punctuation of the sentence round it goes; a bracket only where it was not opened within. */
function trimUrl(text: string): string {
  let end = text.length;
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1);
    const opening = ends[last];
    if (opening === undefined && !/[.,;:!?*_…。，、]/u.test(last)) break;
    if (opening !== undefined && isBalanced(text.slice(0, end), opening, last)) break;
  }
  return text.slice(0, end);
}

function isBalanced(text: string, opening: string, closing: string): boolean {
  return text.split(opening).length >= text.split(closing).length;
}

function wordsIn(text: string): Candidate[] {
  const raw = trimWord(text);
  return raw === '' ? [] : [{ raw, kind: 'token' }];
}

/** By hand: patterns anchored at the end are quadratic over runs. `::1` begins with its colons. */
function trimWord(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && /[.\-*!?&#~+$/@…]/u.test(text.charAt(from))) from += 1;
  while (to > from && /[.\-*!?&#~+$/@…。，、]/u.test(text.charAt(to - 1))) to -= 1;
  const isOpen = text.charAt(from) === ':' && text.charAt(from + 1) !== ':';
  const isShut = text.charAt(to - 1) === ':' && text.charAt(to - 2) !== ':';
  return text.slice(from + (isOpen ? 1 : 0), isShut ? to - 1 : to);
}
