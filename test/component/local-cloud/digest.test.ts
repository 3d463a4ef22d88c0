import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../lib/local-cloud/digest';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-digest-'));
  folders.push(root);
  mkdirSync(join(root, 'src'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return root;
}

describe('digestOf', () => {
  it('is the same for the same content, wherever it lies', () => {
    const files = { 'src/a.ts': '1', lock: '2' };

    const digests = [folderWith(files), folderWith(files)].map((root) =>
      digestOf(['src', 'lock'], root),
    );

    expect(digests[0]).toBe(digests[1]);
  });

  it('changes with a byte, and with a name', () => {
    const root = folderWith({ 'src/a.ts': '1' });
    const before = digestOf(['src'], root);

    writeFileSync(join(root, 'src/a.ts'), '2');
    const afterByte = digestOf(['src'], root);
    renameSync(join(root, 'src/a.ts'), join(root, 'src/b.ts'));
    const afterName = digestOf(['src'], root);

    expect(new Set([before, afterByte, afterName]).size).toBe(3);
  });
});
