import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../lib/local-cloud/port';
import type { Client, Request } from './client';
import { KillableCloud, type Place } from './killable-cloud';

/** Where the cloud runs: the same folder and the same address, whoever is killed. */
export class Host {
  private readonly place: Place;
  private running: KillableCloud;
  readonly folder: string;

  /** Takes a copy of the assembly, so that nobody's build changes what is started again. */
  static async open(folder: string, assembly: string): Promise<Host> {
    const copy = join(folder, 'cdk.out');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    cpSync(assembly, copy, { recursive: true });
    const [data, log] = [join(folder, 'data'), join(folder, 'cloud.log')];
    const place = { assembly: copy, data, log, port: await freePort() };
    return new Host(folder, place, await KillableCloud.start(place));
  }

  private constructor(folder: string, place: Place, running: KillableCloud) {
    this.folder = folder;
    this.place = place;
    this.running = running;
  }

  get url(): string {
    return `http://127.0.0.1:${this.place.port}`;
  }

  get data(): string {
    return this.place.data;
  }

  get cloud(): KillableCloud {
    return this.running;
  }

  /** After its process was killed; answers how many milliseconds passed until `probe` was answered 200. */
  async startAgain(client: Client, probe: Request): Promise<number> {
    const starting = KillableCloud.start(this.place);
    const [milliseconds, cloud] = await Promise.all([untilAnswered(client, probe), starting]);
    this.running = cloud;
    return milliseconds;
  }
}

/** Milliseconds until the first 200. */
export async function untilAnswered(client: Client, probe: Request): Promise<number> {
  const began = performance.now();
  while ((await client.try(probe))?.status !== 200) await sleep(10);
  return performance.now() - began;
}
