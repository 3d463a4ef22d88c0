import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Rings when the engine wrote to its database, so that readers neither wait nor poll an idle
 * stream. The folder is watched, as the log file itself comes and goes.
 */
export class Doorbell {
  private readonly watcher: FSWatcher | undefined;
  private waiting: (() => void)[] = [];
  /** How often it rang: who looked away can tell that it missed one. */
  rings = 0;

  constructor(database: string | undefined) {
    if (database === undefined) return;
    this.watcher = watch(dirname(database), (_event, file) => {
      if (file?.endsWith('-wal')) this.ring();
    });
  }

  get isWatching(): boolean {
    return this.watcher !== undefined;
  }

  ring(): void {
    this.rings += 1;
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** True when it rang, false when the time was up. */
  wait(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== wake);
        resolve(false);
      }, milliseconds);
      this.waiting.push(wake);
    });
  }

  close(): void {
    this.watcher?.close();
    this.ring();
  }
}
