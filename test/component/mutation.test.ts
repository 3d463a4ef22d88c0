import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/**
 * What is shown here of the places where a caller's audiences are used, `npm run twins -- mutants` shows of every
 * place where it is decided who sees what.
 */
describe('a place where the audiences of a caller are used', () => {
  it('is found by the twin worlds when it is bent to show too much, each of them (reliability A2.10, A5)', async () => {
    const args = ['--import', 'tsx', 'test/twins/run.ts', 'mutants'];
    const options = ['--bend', 'audiences', '--worlds', '1', '--seed', '1'];

    const { stdout, code } = await run(process.execPath, [...args, ...options], { cwd: root }).then(
      (done) => ({ ...done, code: 0 }),
      (failed: { readonly stdout: string; readonly code: number }) => failed,
    );

    const rows = stdout.split('\n').filter((line) => line.includes(' → '));
    expect(rows.filter((row) => row.includes('killed by')).length).toBeGreaterThan(15);
    expect(stdout.split('\n').filter((line) => line.startsWith('held by none'))).toEqual([]);
    expect(code).toBe(0);
  }, 240_000);
});
