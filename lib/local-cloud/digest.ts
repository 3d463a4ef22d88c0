import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One value for all that the files and folders hold, paths included; folders are walked in order. */
export function digestOf(paths: readonly string[], root: string): string {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    for (const file of filesUnder(path, root)) {
      const content = readFileSync(join(root, file));
      hash.update(`${Buffer.byteLength(file)}:${file}${content.length}:`).update(content);
    }
  }
  return hash.digest('hex');
}

function filesUnder(path: string, root: string): readonly string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => name !== 'node_modules' && name !== '.git')
    .sort()
    .flatMap((name) => filesUnder(join(path, name), root));
}
