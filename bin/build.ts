import { globSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(__dirname, '..');
const suffix = '.handler.ts';

export interface BuildOptions {
  /** One folder a function goes here; what was there is removed. */
  readonly outdir: string;
  /** The folder that is searched for handlers. */
  readonly sources?: string;
}

/** Bytes of each bundle by the function's name. */
export type BundleSizes = Readonly<Record<string, number>>;

/** Bundles every `<name>.handler.ts` into `<outdir>/<name>/index.js`. */
export async function buildFunctions({
  outdir,
  sources = join(root, 'lambdas'),
}: BuildOptions): Promise<BundleSizes> {
  const handlers = findHandlers(sources);
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([...handlers].map(([name, file]) => [`${name}/index`, file])),
    outdir: resolve(outdir),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The packages' ES modules shake to half the size of what `main` names.
    mainFields: ['module', 'main'],
    // No source maps: to load them costs a cold start 20 ms.
    minify: true,
    // Node prints the line of what throws at start: not 500 KB of it.
    lineLimit: 200,
    plugins: [englishOnly],
    metafile: true,
    logLevel: 'warning',
  });
  return bundleSizes(metafile.outputs);
}

/** A function is named after its handler's file alone, so two of a name would hide one. */
export function findHandlers(sources: string): ReadonlyMap<string, string> {
  const handlers = new Map<string, string>();
  for (const found of globSync(`**/*${suffix}`, { cwd: sources }).sort()) {
    const [name, file] = [basename(found, suffix), resolve(sources, found)];
    const other = handlers.get(name);
    if (other) {
      const files = [other, file].map((path) => relative(sources, path)).join(' and ');
      throw new Error(`two handlers are named '${name}': ${files}`);
    }
    handlers.set(name, file);
  }
  return handlers;
}

/** Zod carries its messages in 50 languages, a third of a bundle; errors here are English. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

function bundleSizes(outputs: Readonly<Record<string, { readonly bytes: number }>>): BundleSizes {
  return Object.fromEntries(
    Object.entries(outputs).map(([file, { bytes }]) => [basename(dirname(file)), bytes]),
  );
}

async function main(): Promise<void> {
  const sizes = await buildFunctions({ outdir: join(root, '.build/functions') });
  for (const [name, bytes] of Object.entries(sizes)) {
    console.log(`${name.padEnd(12)} ${Math.ceil(bytes / 1024)} KB`);
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
