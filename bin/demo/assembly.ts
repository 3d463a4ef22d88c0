import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../lib/local-cloud/digest';

const sources = ['lambdas', 'lib', 'bin/build.ts', 'package-lock.json', 'tsconfig.json'];

/** Bundles and template of the dev stage, made anew only when a source or the lockfile has changed. */
export async function prepareAssembly(root: string, say: (line: string) => void): Promise<string> {
  const built = join(root, '.build');
  const assembly = join(built, 'cdk.out');
  const stamp = join(built, 'digest');
  const digest = digestOf(sources, root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return assembly;
  rmSync(stamp, { force: true });
  say('Sources have changed: building the functions and the template (about 15 s) …');
  const { buildFunctions } = await import('../build');
  await buildFunctions({ outdir: join(built, 'functions') });
  const { buildApp } = await import('../../lib/build-app');
  buildApp('dev', { outdir: assembly, assets: join(built, 'functions') }).synth();
  mkdirSync(built, { recursive: true });
  writeFileSync(stamp, digest);
  return assembly;
}
