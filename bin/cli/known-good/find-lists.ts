import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, Failure, type Io, interrupted, usage } from '../command';
import { messageOf } from '../message-of';

export interface Source {
  readonly origin: string;
  read(): Promise<string>;
}

const mostBytes = 64 * 1024 * 1024;
const patienceMilliseconds = 60_000;

/** The lists that a URL, a file, or a folder with all that is in it, stands for. */
export async function findLists(place: string, io: Io): Promise<Source[]> {
  if (/^https?:\/\//i.test(place)) return [{ origin: place, read: () => fetchText(place, io) }];
  const files = await filesIn(place).catch((error) => {
    throw usage(`cannot read ${place}: ${messageOf(error)}`);
  });
  return files.map((origin) => ({ origin, read: () => readFile(origin, 'utf8') }));
}

async function filesIn(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function fetchText(url: string, { signal }: Io): Promise<string> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
    const response = await fetch(url, { signal: patience });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const text = await response.text();
    if (text.length > mostBytes) throw new Error('it is too large');
    return text;
  } catch (error) {
    if (signal.aborted) throw interrupted();
    throw new Failure(exitCodes.failed, `cannot fetch the list: ${messageOf(error)}`);
  }
}
