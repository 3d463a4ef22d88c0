import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

export const root = join(__dirname, '../..');

/** One file of a script and all that it imports, for plain node; a plugin may change the sources on their way. */
export async function bundle(
  entry: string,
  name: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const outfile = join(root, '.build/twins', `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [join(__dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['@dynoxide/*', 'esbuild'],
    plugins: [...plugins],
    logLevel: 'warning',
  });
  return outfile;
}
