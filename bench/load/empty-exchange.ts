import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { deriveKeys } from '../../lambdas/core/keys';
import { type Cast, gatherCast } from '../cast';
import { BenchCloud } from '../cloud';
import type { Values } from '../values';
import type { Author } from './draft-stored';

/** What was made once, and is used again while the rows have the same form. */
export interface Kept {
  readonly assembly: string;
  /** Named after the form of its rows. */
  readonly folder: string;
  readonly values: Values;
  readonly say: (line: string) => void;
}

/** A data folder of the local cloud, to be copied and not to be run. */
export interface EmptyExchange {
  readonly data: string;
  readonly cast: Cast;
  /** The publisher of the cast, to the community. */
  readonly author: Author;
}

/** An exchange with its members, where nothing is published yet. */
export async function emptyExchange({ assembly, folder }: Kept): Promise<EmptyExchange> {
  const data = join(folder, 'empty');
  const castFile = join(folder, 'cast.json');
  if (!existsSync(castFile)) {
    removeOthers(folder);
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(`${castFile}.new`, JSON.stringify(await populate(assembly, data)), {
      mode: 0o600,
    });
    renameSync(`${castFile}.new`, castFile);
  }
  const cast: Cast = JSON.parse(readFileSync(castFile, 'utf8'));
  const author = { owner: cast.publisher.id, audience: 'community' as const, keys: keysIn(data) };
  return { data, cast, author };
}

async function populate(assembly: string, data: string): Promise<Cast> {
  const cloud = await BenchCloud.start(assembly, data);
  try {
    const cast = await gatherCast(cloud.url, await cloud.bootstrap());
    await cloud.idle();
    return cast;
  } finally {
    await cloud.stop();
  }
}

/** Of rows that nobody makes any more. */
function removeOthers(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(dirname(folder))) {
    if (/^[0-9a-f]{16}$/.test(name) && name !== basename(folder)) {
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function keysIn(data: string): Author['keys'] {
  return deriveKeys(rootSecret(JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'))));
}

/** Of the secrets of a local cloud, by name: the one that the template calls `Keys`. */
export function rootSecret(secrets: Readonly<Record<string, string>>): string {
  const found = Object.entries(secrets).filter(([name]) => /-Keys[0-9A-F]{8}$/.test(name));
  const [[, secret] = [], ...others] = found;
  if (secret === undefined || others.length > 0) {
    throw new Error(`one secret named Keys was expected, not ${found.length}`);
  }
  return secret;
}

export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}
