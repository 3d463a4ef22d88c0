import type { Finder, Span } from './finding';

/** Passwords in the user part of a URL; the group is the secret. */
const userinfo = /:\/\/[^\s/?#@:"'<>]{0,256}:([^\s/?#@"'<>]{1,256})@/dg;
const authorization =
  /\bauthorization:\s{0,3}(?:bearer|basic|token)\s{1,3}([\w+/.~-]{8,2048}=*)/dgi;
const parameter = /(?<![\p{L}\p{N}_.-])([\w.-]{1,40})=([^\s&;#"'<>]{3,2048})/dgu;

const namesPassword =
  /(?:^|[_.-]|user|login|db|ftp|smtp|admin)(?:pass|passw|passcode|passphrase|pwd|pw|secret)$|passw(?:or)?d$/i;
const namesToken =
  /(?:token|session|sess(?:ion)?[_-]?id|session[_-]?key|jwt|api[_-]?key|(?:auth|access|private)[_-]?key|signature|x-amz-credential)$/i;
/** Advertisers name much else so, too. */
const mayNameToken = /^(?:sid|sig|auth)$/i;

/** Keys and tokens that are known by their form. */
const forms: readonly RegExp[] = [
  /(?<![\w-])eyJ[\w-]{8,2048}\.eyJ[\w-]{8,4096}\.[\w-]{8,2048}(?![\w-])/g,
  /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g,
  /(?<![\w-])(?:gh[opsur]_\w{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64})(?![\w-])/g,
  /(?<![\w-])xox[abeoprs]-[\w-]{10,255}(?![\w-])/g,
  /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
  /(?<![\w-])[rs]k_(?:live|test)_\w{16,255}(?!\w)/g,
  // Our own.
  /(?<![\w-])[1-9]\d{7,18}\|[\w-]{49}(?![\w-])/g,
  /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----/g,
];

/** What stands where a secret would: a mask, a variable, or the password of every archive of samples. */
const placeholder =
  /^(?:\*+|x{3,}|\.{3,}|…|[[<{$%].{0,256}|(?:password|passwd|pass|secret|token|none|null|true|false|undefined|redacted|removed|infected|malware)\W{0,8})$/i;

/** Passwords, keys and session tokens: as parameters, in URLs, and by their form. */
export const findCredentials: Finder = (text) => [
  ...secretsOf(text, userinfo, ([, secret = '']) => secret),
  ...secretsOf(text, authorization, ([, secret = '']) => secret),
  ...secretsOf(text, parameter, secretOfParameter),
  ...forms.flatMap((form) =>
    [...text.matchAll(form)].map(({ 0: { length }, index }) => ({
      start: index,
      end: index + length,
    })),
  ),
];

function secretsOf(
  text: string,
  pattern: RegExp,
  secretOf: (match: RegExpExecArray) => string | undefined,
): Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const secret = secretOf(match);
    if (secret === undefined || placeholder.test(secret)) return [];
    const [start, end] = match.indices?.at(-1) ?? [0, 0];
    return [{ start, end }];
  });
}

/** A parameter that names a token has one only if it looks so: digits and letters, or many of either. */
function secretOfParameter([, name = '', value = '']: RegExpExecArray): string | undefined {
  if (namesPassword.test(name)) return value;
  const { length } = value;
  if (length < 6 || /@|%40/.test(value)) return undefined;
  const isMixed = /\d/.test(value) && /[a-z]/i.test(value);
  const isToken = isMixed || length >= 20 || (/\d/.test(value) && length >= 8);
  if (namesToken.test(name) && isToken) return value;
  return mayNameToken.test(name) && isMixed && length >= 16 ? value : undefined;
}
