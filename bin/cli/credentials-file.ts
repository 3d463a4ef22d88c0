import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Io, usage } from './command';
import { isMissingFile } from './is-missing-file';
import { messageOf } from './message-of';

const root = join(__dirname, '..', '..');

const credentials = z.looseObject({
  baseUrl: z.string(),
  operator: z.looseObject({ id: z.string(), token: z.string() }).optional(),
  members: z
    .array(z.looseObject({ name: z.string(), id: z.string(), token: z.string() }))
    .default([]),
  groups: z.array(z.looseObject({ name: z.string(), id: z.string() })).default([]),
});

/** What the local cloud wrote down of itself. */
export type CredentialsFile = z.output<typeof credentials>;

/** Of the local cloud. */
export function dataFolder({ env }: Pick<Io, 'env'>): string {
  return env['TOCSIN_DATA'] || join(root, '.tocsin');
}

export function credentialsPath(io: Pick<Io, 'env'>): string {
  return join(dataFolder(io), 'credentials.json');
}

export function readCredentials(io: Pick<Io, 'env'>): CredentialsFile | undefined {
  const path = credentialsPath(io);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const parsed = credentials.safeParse(jsonOf(text));
  if (!parsed.success) throw usage(`${path} is not a credentials file of the local cloud`);
  return parsed.data;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw usage(`cannot read ${path}: ${messageOf(error)}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
