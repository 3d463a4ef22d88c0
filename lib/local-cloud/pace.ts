import { setTimeout as sleep } from 'node:timers/promises';
import type { Doorbell } from './doorbell';

const shortest = 2;
const quietMilliseconds = 50;
/** Writes to other tables ring too: a reader that they only disturb looks every few milliseconds. */
const longestCooling = 8;

/** How long a reader that found nothing rests before it looks again. */
export class Pace {
  private readonly doorbell: Doorbell;
  private readonly longest: number;
  private pause = shortest;
  private cooling = 0;
  private heard = 0;

  constructor(doorbell: Doorbell) {
    this.doorbell = doorbell;
    this.longest = doorbell.isWatching ? 500 : 50;
  }

  /** Before each look: a write during it may or may not be seen by it. */
  look(): void {
    this.heard = this.doorbell.rings;
  }

  hurry(): void {
    this.pause = shortest;
    this.cooling = 0;
  }

  async rest(): Promise<void> {
    const start = Date.now();
    const hasRung = this.doorbell.rings !== this.heard || (await this.doorbell.wait(this.pause));
    if (!hasRung) {
      this.pause = Math.min(this.pause * 2, this.longest);
      return;
    }
    this.pause = shortest;
    if (Date.now() - start >= quietMilliseconds) this.cooling = 0;
    if (this.cooling > 0) await sleep(this.cooling);
    this.cooling = Math.min(this.cooling + 1, longestCooling);
  }
}
