const rules: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z0-9])\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?(?=[a-z0-9])/gi, '.'],
  [/[[({]\s?(?:\.|dot)\s?[\])}]/gi, '.'],
  [/\[:\/\/\]/g, '://'],
  [/[[({]:[\])}]/g, ':'],
  [/[[({]\/[\])}]/g, '/'],
  // Half a defanging: `onmicrosoft[.c]om`, `evil[.com`, `evil.]com`.
  [/\[\.([a-z0-9-]{1,63})\]/gi, '.$1'],
  [/\[\.(?=[a-z0-9])/gi, '.'],
  // After anything, since percent-encoding changes what stands before it.
  [/(?<=.)\.\]/gs, '.'],
  [/^hxxp(s?):/i, 'http$1:'],
  [/^hxxp\[s\]:/i, 'https:'],
  [/^fxp(s?):/i, 'ftp$1:'],
];

const atRule = /\s?[[({]\s?(?:@|at)\s?[\])}]\s?/gi;

/** Takes back what was done to a value so that nobody clicks on it (reference data.md section 5). */
export function refang(text: string): string {
  if (!/[[({]|\.\]|xp/i.test(text)) return text;
  let before: string;
  let after = text;
  // What one rule leaves may be what another takes; each step shortens or fixes the text, so this ends.
  do {
    before = after;
    for (const [fanged, plain] of rules) after = after.replace(fanged, plain);
    if (!after.includes('/')) after = after.replace(atRule, '@');
  } while (after !== before);
  return after;
}
