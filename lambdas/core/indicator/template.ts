import { type Refusal, refused } from './canonical';

/** Templates (`{id}`, `<id>`, `/[UUIDv4]`, `=%s`), redactions, and what was cut short. */
const holes = [
  /[<>{}…]/,
  /[/=.]\[[a-z][\w-]*\](?:$|[/?&#.])/i,
  /[/=]%[sd](?![0-9a-f])/i,
  /(?<![A-Za-z])REDACTED(?![A-Za-z])/,
];
/** A star alone stands for what was there; within a longer part it may be the part's own. */
const wildcard = /[/=]\*(?:$|[/?&#])/;

/** A value with a hole in it names nothing that anybody could meet. */
export function refuseTemplate(text: string): Refusal | undefined {
  if (holes.some((hole) => hole.test(text))) {
    return refused('placeholder', 'Part of it is a placeholder, or was masked or cut off.');
  }
  if (!wildcard.test(text)) return undefined;
  return refused('pattern', 'A star stands for a part of it: publish each value as it was seen.');
}
