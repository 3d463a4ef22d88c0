import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../lib/local-cloud/digest';
import { lockFolderInTurn } from '../../lib/local-cloud/lock';

const sources = ['lambdas', 'lib', 'bin/build.ts', 'package-lock.json', 'tsconfig.json'];
const longestBuildSeconds = 180;

/** Bundles and template of the dev stage, made anew only when a source or the lockfile has changed. */
export async function prepareAssembly(root: string, say: (line: string) => void): Promise<string> {
  const built = join(root, '.build');
  const assembly = join(built, 'cdk.out');
  const stamp = join(built, 'digest');
  const digest = digestOf(sources, root);
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (isBuilt()) return assembly;
  // Two at once would build into each other's folder; the second finds what the first has built.
  const lock = await lockFolderInTurn(built, longestBuildSeconds);
  try {
    if (isBuilt()) return assembly;
    rmSync(stamp, { force: true });
    say('Sources have changed: building the functions and the template (about 15 s) …');
    await build(join(built, 'functions'), assembly);
    writeFileSync(stamp, digest);
    return assembly;
  } finally {
    lock.release();
  }
}

async function build(functions: string, assembly: string): Promise<void> {
  const { buildFunctions } = await import('../build');
  await buildFunctions({ outdir: functions });
  const { buildApp } = await import('../../lib/build-app');
  buildApp('dev', { outdir: assembly, assets: functions }).synth();
}
