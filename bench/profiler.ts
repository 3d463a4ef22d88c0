import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '../lib/functions';
import { pidsOf } from './cpu';
import { physicalPart } from './function-name';

const preload = pathToFileURL(join(__dirname, 'in-function.mjs')).href;
export const preloaded = { NODE_OPTIONS: `--import=${preload}` };

/** Records the CPU of one function's processes, as far as they run when it begins. */
export class Profiler {
  readonly environment: Readonly<Record<string, string>>;
  private readonly name: FunctionName;
  private readonly folder: string;
  private pids: readonly number[] = [];
  private expected = 0;

  constructor(name: FunctionName, folder: string) {
    this.name = name;
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const recording = { BENCH_PROFILE: physicalPart(name), BENCH_PROFILES: folder };
    this.environment = { ...preloaded, ...recording };
  }

  begin(cloudPids: readonly number[]): void {
    this.pids = cloudPids.flatMap((pid) => pidsOf(pid, this.name));
    this.toggle();
  }

  async end(): Promise<void> {
    this.expected += this.pids.length;
    this.toggle();
    const patience = Date.now() + 20_000;
    while (this.files().length < this.expected && Date.now() < patience) await sleep(50);
  }

  files(): string[] {
    const profiles = readdirSync(this.folder).filter((file) => file.endsWith('.cpuprofile'));
    return profiles.map((file) => join(this.folder, file));
  }

  private toggle(): void {
    for (const pid of this.pids) process.kill(pid, 'SIGUSR2');
  }
}
