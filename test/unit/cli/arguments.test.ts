import { nearest } from '../../../bin/cli/nearest';
import { printable } from '../../../bin/cli/printable';
import { readArguments } from '../../../bin/cli/read-arguments';

const options = {
  group: { type: 'string', multiple: true, help: '' },
  status: { type: 'string', help: '' },
  'only-me': { type: 'boolean', help: '' },
} as const;

describe('readArguments', () => {
  it('reads options in any place, and - as a file', () => {
    const args = readArguments(['--group', '1', '-', '--only-me', '--group=2'], options);

    expect(args.positionals).toEqual(['-']);
    expect(args.all('group')).toEqual(['1', '2']);
    expect(args.has('only-me')).toBe(true);
    expect(args.one('status')).toBeUndefined();
  });

  it.each([
    [['--stauts', 'x'], 'did you mean --status?'],
    [['--onlyme'], 'did you mean --only-me?'],
    [['--zzzzzzzz'], 'unknown option --zzzzzzzz'],
    [['--status'], 'argument missing'],
  ])('refuses %j', (argv, message) => {
    expect(() => readArguments(argv, options)).toThrow(message);
  });
});

describe('nearest', () => {
  it.each([
    ['publsh', 'publish'],
    ['Lookup', 'lookup'],
    ['fed', 'feed'],
    ['help-me-please', undefined],
  ])('takes %s for %s', (word, expected) => {
    expect(nearest(word, ['publish', 'lookup', 'feed'])).toBe(expected);
  });
});

describe('printable', () => {
  it('shows what would move the cursor or turn the text', () => {
    expect(printable('a\u001b[2Jb\u202ec\u009bd\n')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{9b}d\\u{a}');
  });
});
