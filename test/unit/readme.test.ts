import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runbookAnchors } from '../../lib/runbook';

const root = resolve(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** As a heading is turned into an anchor. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(' ', '-');
}

describe('the README', () => {
  it('has a heading in its runbook for every alarm, and no other', () => {
    const headings = [...readme.matchAll(/^### (Runbook: .*)$/gm)].map(([, text]) =>
      anchorOf(text ?? ''),
    );

    expect(headings.sort()).toEqual([...runbookAnchors].sort());
  });

  it('lists every script', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = Object.keys(scripts).filter((name) => !name.startsWith('pre'));

    const listed = [...readme.matchAll(/^\| `(?:run )?(\w+)` \|/gm)].map(([, name]) => name);

    expect(listed.sort()).toEqual(named.sort());
  });

  it('shows every room of the house, and each file that it names is there', () => {
    const rooms = ['bin', 'lib', 'lambdas', 'test', 'bench'].concat(
      readdirSync(join(root, 'lambdas')),
      readdirSync(join(root, 'test')),
    );
    const files = [...readme.matchAll(/`((?:bin|lib|lambdas|test|bench)\/[\w/.-]+\.ts)`/g)];

    expect(rooms.filter((room) => !readme.includes(`${room}/`))).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
    expect(
      files.map(([, file]) => file).filter((file) => !existsSync(join(root, file ?? ''))),
    ).toEqual([]);
  });
});
