import { setTimeout as sleep } from 'node:timers/promises';
import { type Cast, gather } from './cast';
import { Client } from './client';
import { BareCopy } from './copy';
import { examine } from './doctor';
import { Host } from './host';
import type { KillPlan, KillResult, KillSetting } from './kill-plan';
import { Killer, planKills } from './killer';
import { Ledger } from './ledger';
import { Publisher } from './publisher';
import { below, type Random, randomFrom } from './random';
import { readBack } from './read-back';
import { verify } from './verify';
import type { KillKind } from './victims';
import { valueAt } from './words';

/** Members publish without pause while parts of the cloud are killed; then everything is held against what was acknowledged. */
export async function runKills(plan: KillPlan, setting: KillSetting): Promise<KillResult> {
  const host = await Host.open(setting.folder, setting.assembly);
  const client = new Client(host.url, 32);
  try {
    const { token } = await host.cloud.invoke<{ token: string }>('Bootstrap');
    const cast = await gather(client, token, publisherCount);
    return await new KillRun(plan, setting, host, client, cast).run();
  } finally {
    await client.close();
    await host.cloud.stop();
  }
}

const publisherCount = 4;
const writersOfEach = 2;
const progressMilliseconds = 10_000;
/** Of all kills; the rest fall while the index catches up. */
const shareWhilePublishing = 0.85;

class KillRun {
  private readonly ledger: Ledger;
  private readonly killer: Killer;
  private readonly random: Random;
  private readonly began = performance.now();
  private isPublished = false;
  private isQuiet = false;
  private reads = 0;
  private values = 0;

  constructor(
    private readonly plan: KillPlan,
    private readonly setting: KillSetting,
    private readonly host: Host,
    private readonly client: Client,
    private readonly cast: Cast,
  ) {
    this.random = randomFrom(plan.seed);
    this.ledger = new Ledger(setting.say);
    const probe = { method: 'GET', path: '/v1/feeds', token: cast.reader.token } as const;
    this.killer = new Killer({ host, client, random: this.random, probe, say: setting.say });
  }

  async run(): Promise<KillResult> {
    const timer = setInterval(() => this.showProgress(), progressMilliseconds);
    const publishing = this.publish();
    const watching = Promise.all([this.readBack(), this.followCommunity()]);
    // Who fails in the background must not leave the foreground waiting for ever.
    const failure = new Promise<never>((_, reject) => {
      for (const each of [publishing, watching]) each.catch(reject);
    });
    try {
      return await Promise.race([this.killAndVerify(publishing, watching), failure]);
    } finally {
      this.isPublished = true;
      this.isQuiet = true;
      clearInterval(timer);
    }
  }

  private async killAndVerify(
    publishing: Promise<unknown>,
    watching: Promise<unknown>,
  ): Promise<KillResult> {
    const kinds = planKills(this.random, this.plan.kills);
    const early = Math.ceil(kinds.length * shareWhilePublishing);
    await this.killWhilePublishing(kinds.slice(0, early));
    this.isPublished = true;
    await publishing;
    const published = performance.now();
    await this.killWhileCatchingUp(kinds.slice(early));
    await this.settle();
    const settled = performance.now();
    this.isQuiet = true;
    await watching;
    return this.report(published, settled);
  }

  private async publish(): Promise<void> {
    const { plan, cast, client, ledger } = this;
    const nextValue = () => valueAt(plan.seed, this.values++);
    const isOver = () => this.isPublished && ledger.entries.length >= plan.descriptors;
    const writers = cast.publishers.flatMap((member) =>
      Array.from({ length: writersOfEach }, () => {
        const random = randomFrom(below(this.random, 2 ** 32));
        const { batchSizes } = plan;
        return new Publisher({ member, cast, client, ledger, random, batchSizes, nextValue });
      }),
    );
    await Promise.all(writers.map((writer) => writer.run(isOver)));
  }

  /** Each when as many descriptors are acknowledged as it was drawn for, and a moment later. */
  private async killWhilePublishing(kinds: readonly KillKind[]): Promise<void> {
    const { descriptors } = this.plan;
    const moments = kinds.map(() => below(this.random, descriptors)).sort((a, b) => a - b);
    for (const [at, kind] of kinds.entries()) {
      const moment = moments[at] ?? 0;
      while (this.ledger.entries.length < moment) await sleep(5);
      await sleep(below(this.random, 300));
      await this.killer.strike(kind);
    }
  }

  private async killWhileCatchingUp(kinds: readonly KillKind[]): Promise<void> {
    for (const kind of kinds) {
      await sleep(below(this.random, 1500));
      await this.killer.strike(kind);
    }
  }

  /** Until what has an end has ended, and everything is indexed. */
  private async settle(): Promise<void> {
    const { cloud } = this.host;
    const ends = this.ledger.entries.map(({ said }) => Date.parse(said?.expiresAt ?? '') || 0);
    const last = ends.reduce((latest, end) => Math.max(latest, end), 0);
    await cloud.idle();
    await sleep(Math.max(0, last + 200 - Date.now()));
    await cloud.invoke('Expirer');
    await cloud.idle();
  }

  private async readBack(): Promise<void> {
    const random = randomFrom(below(this.random, 2 ** 32));
    while (!this.isQuiet) {
      this.reads += await readBack(this.client, this.ledger, random);
      await sleep(20);
    }
  }

  /** A member that follows all the while must never hold a copy that is not the feed. */
  private async followCommunity(): Promise<void> {
    const copy = new BareCopy('community', this.cast.reader.token);
    let isLast = false;
    while (!isLast) {
      isLast = this.isQuiet;
      const state = await copy.follow(this.client);
      if (state === 'wrong') this.ledger.wonder('a copy that was followed is not the feed');
      if (isLast && state !== 'proved') this.ledger.wonder(`the last copy is ${state}`);
      await sleep(200);
    }
  }

  private async report(published: number, settled: number): Promise<KillResult> {
    const { ledger, killer, client, cast, host, plan, random, began } = this;
    const readsById = { most: plan.readsById, random };
    const verdict = await verify(client, cast, ledger, readsById);
    const health = await examine(host.cloud);
    const { kills, restarts, engineReturns } = killer;
    return {
      descriptors: ledger.entries.length,
      writes: ledger.writes,
      reads: this.reads,
      ...{ kills, restarts, engineReturns, repeats: client.repeats },
      strange: ledger.strange,
      verdict,
      health,
      seconds: {
        publishing: (published - began) / 1000,
        catchingUp: (settled - published) / 1000,
      },
    };
  }

  private showProgress(): void {
    const seconds = Math.round((performance.now() - this.began) / 1000);
    const { entries, writes, strangeCount } = this.ledger;
    const stage = this.isQuiet ? 'verifying' : this.isPublished ? 'catching up' : 'publishing';
    this.setting.say(
      `${seconds} s ${stage}: ${entries.length} descriptors, ${writes} writes acknowledged, ` +
        `${this.reads} read back, ${this.killer.count} kills, ${strangeCount} strange answers`,
    );
  }
}
