import { hasKnownRoot } from '../indicator/domain';
import type { Finder, Span } from './finding';

const local = /[\p{Script=Latin}\p{N}._+'-]/u;
const domain = /[\p{Script=Latin}\p{N}.-]/u;
const longestLocal = 64;
const longestDomain = 253;

/** Accounts of version control: `git@host:path` is an address of a repository. */
const repositoryUsers = new Set(['git', 'hg', 'svn']);

/** E-mail addresses. Each sign at is looked at by itself, and at so many characters beside it at most. */
export const findEmails: Finder = (text) => {
  const found: Span[] = [];
  const separators = userinfoSigns(text);
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const span = separators.has(at) ? undefined : emailAround(text, at);
    if (span) found.push(span);
  }
  return found;
};

function emailAround(text: string, at: number): Span | undefined {
  let start = at;
  while (start > 0 && at - start < longestLocal && local.test(text.charAt(start - 1))) start -= 1;
  while (start < at && /[.'+-]/.test(text.charAt(start))) start += 1;
  let end = at + 1;
  while (end < text.length && end - at <= longestDomain && domain.test(text.charAt(end))) end += 1;
  end = at + 1 + mailDomain(text.slice(at + 1, end)).length;
  const user = text.slice(start, at).toLowerCase();
  if (user === '' || user.endsWith('.') || end === at + 1) return undefined;
  const isHandle = text.charAt(start - 1) === '@';
  const isRepository = repositoryUsers.has(user) && /[:/]/.test(text.charAt(end));
  return isHandle || isRepository ? undefined : { start, end };
}

/** The name at the start of a text, up to a root that is known: `corp.example.pdf` has one before its ending. */
function mailDomain(text: string): string {
  const labels = text.replace(/[.-]{1,253}$/, '').split('.');
  for (let count = labels.length; count > 1 && count >= labels.length - 2; count--) {
    const name = labels.slice(0, count);
    const isName = name.every((one) => one.length > 0 && one.length < 64 && !/^-|-$/.test(one));
    if (isName && !/^\d+$/.test(name.at(-1) ?? '') && hasKnownRoot(name.join('.').toLowerCase()))
      return name.join('.');
  }
  return '';
}

/** The sign at of each URL's authority that parts a user from the host: the last one in it. */
function userinfoSigns(text: string): ReadonlySet<number> {
  const authorities = text.matchAll(/:\/\/[^\s/?#"'<>\\]*@/g);
  return new Set([...authorities].map(({ 0: { length }, index }) => index + length - 1));
}
