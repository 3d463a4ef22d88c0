import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Io, interrupted, usage } from './command';

export interface Input {
  /** Plain bytes: gzip is told by its first two bytes, not by a name, and unpacked. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Size of a regular file as it lies on disk. */
  readonly size: number | undefined;
  /** Bytes read of it so far. */
  done(): number;
}

/** A file, or stdin for `-`. */
export async function openInput(name: string, io: Io): Promise<Input> {
  const { source, size } =
    name === '-' ? { source: io.stdin, size: undefined } : await openFile(name);
  io.signal.addEventListener('abort', () => source.destroy(interrupted()), { once: true });
  let done = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      done += bytes.length;
      yield bytes;
    }
  }
  return { bytes: await unpacked(counted()), size, done: () => done };
}

async function openFile(name: string) {
  const file = await open(name).catch((error: NodeJS.ErrnoException) => {
    throw usage(`cannot read ${name}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  const stat = await file.stat();
  if (stat.isDirectory()) {
    await file.close();
    throw usage(`cannot read ${name}: it is a folder`);
  }
  return { source: file.createReadStream(), size: stat.isFile() ? stat.size : undefined };
}

async function unpacked(bytes: AsyncGenerator<Buffer>): Promise<AsyncIterable<Buffer>> {
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const { value, done } = await bytes.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  const whole = preceded(start, bytes);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  // The error, if there is one, reaches whoever reads the unpacked bytes.
  return isGzip ? pipeline(Readable.from(whole), createGunzip(), () => undefined) : whole;
}

async function* preceded(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* rest;
}
