import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Request } from './client';
import { type Host, untilAnswered } from './host';
import { below, pick, type Random, shuffled } from './random';
import { type KillKind, killAll, killKinds, victimsOf } from './victims';

/** Each kind once, then the busiest ones more often. */
export function planKills(random: Random, count: number): KillKind[] {
  const often = ['indexer', 'indexer', 'indexer', 'engine', 'engine', 'publish', 'cloud'] as const;
  const more = Math.max(0, count - killKinds.length);
  const rest = Array.from({ length: more }, () => pick(random, [...often, ...killKinds]));
  return shuffled(random, [...killKinds, ...rest]).slice(0, count);
}

export interface KillerDeps {
  readonly host: Host;
  readonly client: Client;
  readonly random: Random;
  /** What a member asks to see whether the exchange answers. */
  readonly probe: Request;
  readonly say: (line: string) => void;
}

/** Kills processes with SIGKILL, and counts those that really died of it. */
export class Killer {
  private readonly deps: KillerDeps;
  readonly kills = new Map<KillKind, number>();
  /** Milliseconds from the start of a new process of the whole cloud to its first 200. */
  readonly restarts: number[] = [];
  /** Milliseconds from the death of the engine to the next 200. */
  readonly engineReturns: number[] = [];

  constructor(deps: KillerDeps) {
    this.deps = deps;
  }

  get count(): number {
    return [...this.kills.values()].reduce((sum, each) => sum + each, 0);
  }

  /** Kills one of that kind, or the engine where none of that kind runs for a while. */
  async strike(kind: KillKind): Promise<void> {
    const { host } = this.deps;
    if (kind === 'expirer') await this.rouseExpirer();
    for (let patience = 100; patience > 0; patience--) {
      const victims = victimsOf(host.cloud.pid, kind);
      if ((await killAll(victims)) > 0) return this.buried(kind);
      await sleep(20);
    }
    this.deps.say(`no ${kind} ran: killing the engine instead`);
    await this.strike('engine');
  }

  private async buried(kind: KillKind): Promise<void> {
    const { host, client, probe, say } = this.deps;
    this.kills.set(kind, (this.kills.get(kind) ?? 0) + 1);
    if (kind === 'engine') this.engineReturns.push(await untilAnswered(client, probe));
    if (kind !== 'cloud' && kind !== 'all') return;
    const milliseconds = await host.startAgain(client, probe);
    this.restarts.push(milliseconds);
    if (milliseconds > 5000) say(`the start took ${Math.round(milliseconds)} ms`);
  }

  /** It runs once a minute for a moment: it is killed in a run of its own. */
  private async rouseExpirer(): Promise<void> {
    const { host, random } = this.deps;
    void host.cloud.invoke('Expirer').catch(() => {});
    await sleep(below(random, 60));
  }
}
