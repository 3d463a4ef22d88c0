import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Io } from '../command';

/** Where text goes that comes in pages. */
export interface TextSink {
  write(text: string): Promise<void>;
  /** All is there. */
  finish(): void;
  /** Whatever became of it. */
  close(): void;
}

/** Stdout as it comes, or a file that is replaced only by the whole. */
export function openSink(file: string | undefined, { stdout }: Pick<Io, 'stdout'>): TextSink {
  if (file === undefined) {
    return {
      async write(text) {
        if (!stdout.write(text)) await once(stdout, 'drain');
      },
      finish: () => undefined,
      close: () => undefined,
    };
  }
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w', 0o600);
  return {
    write: async (text) => void writeSync(descriptor, text),
    finish() {
      fsyncSync(descriptor);
      renameSync(part, file);
    },
    close() {
      closeSync(descriptor);
      rmSync(part, { force: true });
    },
  };
}
