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
];

/** Asked only for places where a summary was found, and those are the caller's: bent alone it shows nothing. */
const guarded = 'exchange/find-duplicates.ts';

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
    const isGuarded = rows.some((row) => row.startsWith(guarded) && row.includes('killed by'));
    const excused = isGuarded ? [...elsewhere, guarded] : elsewhere;
    const leaks = survivors.filter((row) => !excused.some((file) => row.startsWith(file)));
    expect(rows.length).toBeGreaterThan(9);
    expect(leaks).toEqual([]);
  }, 240_000);
});
