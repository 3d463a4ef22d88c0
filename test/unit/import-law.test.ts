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

function rulesBrokenBy(from: string, what: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-law-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const file of good) write(file, 'export const good = 1;\n');
  write(from, `import * as what from '${what}';\nexport const bad = what;\n`);
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
    const { violations } = JSON.parse(printed).summary;
    return violations.map(({ rule }: { rule: { name: string } }) => rule.name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the import law', () => {
  it.each(offences)('%s: %s may not import %s', (rule, from, what) => {
    expect(rulesBrokenBy(from, what)).toContain(rule);
  });

  // What the linter knows by its name only.
  it('has nothing deployed that reaches for a global by another way', () => {
    const reaching = readdirSync(join(root, 'lambdas'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /\b(globalThis|global|eval|createRequire)\b/.test(codeOf(file)));

    expect(reaching).toEqual([]);
  });

  it('lets a feature import core, contracts and stores', () => {
    expect(rulesBrokenBy('lambdas/feeds/fine.ts', '../store/good')).toEqual([]);
  });
});
