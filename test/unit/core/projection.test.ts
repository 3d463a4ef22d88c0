import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** Who spells the words with which an audience's row is made, by file. */
function filesWith(word: RegExp): string[] {
  return globSync('lambdas/**/*.ts', { cwd: root })
    .filter((file) => word.test(readFileSync(join(root, file), 'utf8')))
    .sort();
}

describe('the row that an audience sees', () => {
  it('is made by one function, which is asked by who indexes, who checks the index, and who goes on from what it just wrote', () => {
    expect(filesWith(/\bproject\(/)).toEqual(['lambdas/core/projection.ts']);
    expect(filesWith(/\bdesiredRows\(/)).toEqual([
      'lambdas/core/projection.ts',
      'lambdas/core/withhold.ts',
      'lambdas/indexing/desired-by-audience.ts',
      'lambdas/indexing/repair/check-entries.ts',
      // What was just written, and the index may not have yet.
      'lambdas/threatexchange/relate.ts',
    ]);
  });

  it('is written by who was handed it: no store that writes rows knows what a descriptor says', () => {
    const writers = ['commit-store', 'commit-writes', 'pointer-store', 'put-rows', 'index-rows'];
    const knowing = filesWith(/from '(\.\.\/)+core\/(descriptor|opinion-fields|publish|revise)'/);

    expect(knowing.filter((file) => writers.some((name) => file.includes(`/${name}.`)))).toEqual(
      [],
    );
  });
});
