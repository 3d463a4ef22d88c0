import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

const limit = 10 * 1024 * 1024;

/** What a function prints. The children write to the file themselves; one older file is kept. */
export class FunctionLog {
  readonly descriptor: number;
  private readonly path: string;

  constructor(data: string, name: string) {
    const folder = join(data, 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, `${name}.log`);
    this.descriptor = openSync(this.path, 'a', 0o600);
  }

  capSize(): void {
    if (fstatSync(this.descriptor).size < limit) return;
    try {
      copyFileSync(this.path, `${this.path}.1`);
    } catch {
      // No room for the older one: to cut this makes some.
    }
    ftruncateSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
