import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildFunctions, findHandlers } from '../../bin/build';
import { functionNames } from '../../lib/functions';

function sourcesWith(...files: string[]): string {
  const sources = mkdtempSync(join(tmpdir(), 'tocsin-sources-'));
  for (const file of files) {
    mkdirSync(dirname(join(sources, file)), { recursive: true });
    writeFileSync(join(sources, file), 'export const handler = (name: string) => name;');
  }
  return sources;
}

describe('the build', () => {
  it('bundles each handler into a folder of its name', async () => {
    const sources = sourcesWith('feeds/feed.handler.ts', 'system/system.handler.ts');
    const outdir = join(sources, '.build');

    const sizes = await buildFunctions({ outdir, sources });

    expect(Object.keys(sizes)).toEqual(['feed', 'system']);
    expect(sizes['feed']).toBe(readFileSync(join(outdir, 'feed', 'index.js')).length);
  });

  it('refuses two handlers of one name', async () => {
    const sources = sourcesWith('feeds/feed.handler.ts', 'taxii/feed.handler.ts');

    const built = buildFunctions({ outdir: join(sources, '.build'), sources });

    await expect(built).rejects.toThrow(
      "two handlers are named 'feed': feeds/feed.handler.ts and taxii/feed.handler.ts",
    );
  });

  it('finds no handler that no stack deploys', () => {
    const handlers = [...findHandlers(join(__dirname, '../../lambdas')).keys()];

    expect(functionNames).toEqual(expect.arrayContaining(handlers));
  });
});
