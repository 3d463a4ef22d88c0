import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** A file that breaks each rule, and the file that it may not know. */
const offences: readonly (readonly [rule: string, from: string, what: string])[] = [
  ['core-is-pure', 'lambdas/core/bad.ts', 'node:fs'],
  ['core-is-pure', 'lambdas/core/bad.ts', '@aws-sdk/client-dynamodb'],
  ['contracts-are-light', 'lambdas/contracts/bad.ts', 'tldts'],
  ['store-knows-tables-only', 'lambdas/store/bad.ts', '../platform/good'],
  ['platform-knows-no-feature', 'lambdas/platform/bad.ts', '../search/good'],
  ['features-meet-in-core', 'lambdas/feeds/bad.ts', '../search/good'],
  ['features-meet-in-core', 'lambdas/matches/bad.ts', '../search/good'],
  ['behaviour-knows-no-edge', 'lambdas/departure/bad.ts', '../platform/good'],
  ['features-are-not-surfaces', 'lambdas/feeds/bad.ts', '../taxii/good'],
  ['behaviour-knows-no-edge', 'lambdas/feeds/bad.ts', '../platform/good'],
  ['handlers-are-roots', 'lambdas/feeds/bad.ts', './good.handler'],
  ['aws-stays-at-the-edges', 'lambdas/feeds/bad.ts', '@aws-sdk/lib-dynamodb'],
  ['infrastructure-imports-contracts', 'lib/bad.ts', '../lambdas/store/good'],
  ['infrastructure-knows-no-core', 'lib/stacks/bad.ts', '../../lambdas/core/good'],
  ['deployed-code-knows-no-tooling', 'lambdas/core/bad.ts', '../../lib/good'],
  ['one-way-out', 'lambdas/platform/bad.ts', 'node:https'],
  ['one-way-out', 'lambdas/feeds/bad.handler.ts', 'net'],
  ['one-way-out', 'lambdas/store/bad.ts', 'undici'],
  ['names-are-asked-in-one-place', 'lambdas/platform/bad.ts', 'node:dns/promises'],
  ['every-import-resolves', 'lambdas/core/bad.ts', './absent'],
  ['no-cycles', 'lambdas/core/bad.ts', './bad'],
];

const good = [
  ...['core', 'store', 'platform', 'search', 'taxii'].map((room) => `lambdas/${room}/good.ts`),
  'lambdas/feeds/good.handler.ts',
  'lib/good.ts',
];

/** Without comments, which may speak of anything. */
function codeOf(file: string): string {
  const text = readFileSync(join(root, 'lambdas', file), 'utf8');
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const fine = { from: 'lambdas/feeds/fine.ts', what: '../store/good' };
const bad = offences.map(([, from, what], at) => ({ from: numbered(from, at), what }));

/** Several offences are of one file by its name; in one tree each needs a name of its own. */
function numbered(name: string, at: number): string {
  return name.replace(/bad/, `bad${at}`);
}

/** One tree and one run for all of them: the cruiser takes most of a second to start. */
function cruise(): readonly Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-law-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const file of good) write(file, 'export const good = 1;\n');
  for (const [at, { from, what }] of [...bad, fine].entries()) {
    write(from, `import * as what from '${numbered(what, at)}';\nexport const bad = what;\n`);
  }
  write('bin/main.ts', 'export const main = 1;\n');
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "moduleResolution": "bundler", "module": "preserve" } }',
  );
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const config = join(root, '.dependency-cruiser.cjs');
  const options = ['--config', config, '--output-type', 'json', 'bin', 'lib', 'lambdas'];
  try {
    const binary = join(root, 'node_modules/.bin/depcruise');
    const printed = execFileSync(binary, options, { cwd: folder, encoding: 'utf8' });
    return JSON.parse(printed).summary.violations;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the import law', () => {
  let violations: readonly Violation[];
  beforeAll(() => {
    violations = cruise();
  });
  const rulesBrokenBy = (file: string | undefined) =>
    violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it.each(offences.map((offence, at) => [...offence, at] as const))(
    '%s: %s may not import %s',
    (rule, _from, _what, at) => {
      expect(rulesBrokenBy(bad[at]?.from)).toContain(rule);
    },
  );

  // What the linter knows by its name only.
  it('has nothing deployed that reaches for a global by another way', () => {
    const reaching = readdirSync(join(root, 'lambdas'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /\b(globalThis|global|eval|createRequire)\b/.test(codeOf(file)));

    expect(reaching).toEqual([]);
  });

  it('lets a feature import core, contracts and stores', () => {
    expect(rulesBrokenBy(fine.from)).toEqual([]);
  });
});
