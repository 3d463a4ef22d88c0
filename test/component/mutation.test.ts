import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** Where nobody is shown anything: tests of their own hold these. */
const elsewhere = [
  // To whom a member may publish: `mayAddress` in test/unit/core/visibility.test.ts.
  'core/visibility.ts',
  // Who will see it: what a plan says is held against what members are shown.
  'core/share-plan.ts',
  // What a member could see, as an operator is told.
  'departure/reach.ts',
  // What a list is built of: a copy made for another set of audiences than the reader's is not handed over.
  'export/build-lists.ts',
];

/** Bent alone they show nothing, behind another place of the same file that is found. */
const guarded = [
  // Asked only for places where a summary was found, and those are the caller's.
  'exchange/find-duplicates.ts',
  // Of how many audiences an indicator is read in there, for the length of a page.
  'export/feed-rows.ts',
];

/**
 * What is shown here of the places where a caller's audiences are used, `npm run twins -- mutants` shows of every
 * place where it is decided who sees what.
 */
describe('a place where the audiences of a caller are used', () => {
  it('is found by the twin worlds when it is bent to show too much, each of them (reliability A2.10, A5)', async () => {
    const args = ['--import', 'tsx', 'test/twins/run.ts', 'mutants'];
    const options = ['--bend', 'audiences', '--worlds', '1', '--seed', '1'];

    const { stdout } = await run(process.execPath, [...args, ...options], { cwd: root }).catch(
      (failed: { readonly stdout: string }) => failed,
    );

    const rows = stdout.split('\n').filter((line) => line.includes(' → '));
    const survivors = rows.filter((row) => row.includes('SURVIVED'));
    const isGuarded = (file: string) =>
      rows.some((row) => row.startsWith(file) && row.includes('killed by'));
    const excused = [...elsewhere, ...guarded.filter(isGuarded)];
    const leaks = survivors.filter((row) => !excused.some((file) => row.startsWith(file)));
    expect(rows.length).toBeGreaterThan(9);
    expect(leaks).toEqual([]);
  }, 240_000);
});
