import { setTimeout as sleep } from 'node:timers/promises';
import { asBatch, type Batch, type Giveup, runBatch } from './batch-runner';
import type { Checkpoint } from './checkpoint';
import type { Doorbell } from './doorbell';
import type { MappingSettings } from './mapping-settings';
import type { Failure } from './on-failure';
import { Pace } from './pace';
import { isChange, type StreamRecord, sequenceOf } from './stream-record';
import { type Invoker, payloadLimit } from './worker-pool';

export interface StreamSource {
  readonly shardId: string;
  readonly streamArn: string;
  /** What follows the last page; after a failure or `rewind`, what follows `sequence`. */
  read(sequence: string): Promise<readonly StreamRecord[]>;
  rewind(): void;
}

export interface StreamMappingOptions {
  readonly settings: MappingSettings;
  readonly shard: StreamSource;
  readonly invoker: Invoker;
  readonly checkpoint: Checkpoint;
  readonly doorbell: Doorbell;
  readonly park: ((failure: Failure) => Promise<void>) | undefined;
  readonly say: (line: string) => void;
}

/** AWS's pollers look four times a second. So short a wait gathers what comes in quick succession into one batch. */
const leastBetweenBatches = 25;

/** One function on one stream: read, hand over, save how far. */
export class StreamMapping {
  private readonly options: StreamMappingOptions;
  private readonly pages: StreamRecord[] = [];
  private readonly pace: Pace;
  private waiters: (() => void)[] = [];
  private running: Promise<void> | undefined;
  private isStopping = false;
  handedOver = 0;

  constructor(options: StreamMappingOptions) {
    this.options = options;
    this.pace = new Pace(options.doorbell);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.options.doorbell.ring();
    await this.running;
  }

  /** Resolves when a read that began after the call found nothing. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push(resolve);
      this.options.doorbell.ring();
    });
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      try {
        await this.turn();
      } catch (error) {
        if (this.isStopping) return;
        this.options.say(`stream ${this.options.settings.sourceArn}: ${error}; trying again`);
        this.pages.length = 0;
        this.options.shard.rewind();
        await sleep(200);
      }
    }
  }

  private async turn(): Promise<void> {
    const asking = this.waiters.length;
    this.pace.look();
    const records = await this.gather();
    if (records.length > 0) {
      const began = performance.now();
      await this.handOver(records);
      this.pace.hurry();
      const isFull = records.length >= this.options.settings.batchSize;
      const left = leastBetweenBatches - (performance.now() - began);
      if (!isFull && left > 0) await sleep(left);
      return;
    }
    for (const done of this.waiters.splice(0, asking)) done();
    await this.pace.rest();
  }

  /** What one invocation gets: as much as there is, waiting for more only as long as the window says. */
  private async gather(): Promise<readonly StreamRecord[]> {
    const { batchSize, windowMilliseconds } = this.options.settings;
    let end: number | undefined;
    while (this.pages.length < batchSize && !this.isStopping) {
      const page = await this.options.shard.read(this.position());
      this.pages.push(...page);
      if (this.pages.length === 0) return [];
      end ??= Date.now() + windowMilliseconds;
      if (page.length > 0) continue;
      if (Date.now() >= end) break;
      await this.options.doorbell.wait(Math.min(50, end - Date.now()));
    }
    return this.pages.splice(0, fitting(this.pages.slice(0, batchSize)));
  }

  private position(): string {
    const last = this.pages.at(-1);
    return last ? sequenceOf(last) : this.options.checkpoint.progress.sequence;
  }

  private async handOver(records: readonly StreamRecord[]): Promise<void> {
    const { settings, invoker, checkpoint } = this.options;
    const wanted = asBatch(records.filter((one) => isChange(one) && settings.accepts(one)));
    if (wanted) {
      await runBatch(wanted, {
        runningSince: performance.timeOrigin / 1000,
        settings,
        invoker,
        onDone: (last) => checkpoint.advance(sequenceOf(last)),
        onGiveUp: (batch, why) => this.giveUp(batch, why),
      });
      this.handedOver += wanted.length;
    }
    const last = records.at(-1);
    if (last) checkpoint.advance(sequenceOf(last));
  }

  private async giveUp(batch: Batch, why: Giveup): Promise<void> {
    const { settings, shard, checkpoint, park, say } = this.options;
    const [first] = batch;
    const last = batch.at(-1) ?? first;
    const where = `${settings.sourceArn} ${sequenceOf(first)} to ${sequenceOf(last)}`;
    say(`${settings.functionArn} gave up ${batch.length} records of ${where}: ${why.condition}`);
    await park?.({
      ...why,
      functionArn: settings.functionArn,
      streamArn: shard.streamArn,
      shardId: shard.shardId,
      first,
      last,
      batchSize: batch.length,
    });
    checkpoint.park(sequenceOf(first), sequenceOf(last));
  }
}

/** How many of them fit in one invocation. */
function fitting(records: readonly StreamRecord[]): number {
  let size = '{"Records":[]}'.length;
  const tooMany = records.findIndex((record) => {
    size += Buffer.byteLength(JSON.stringify(record)) + 1;
    return size > payloadLimit;
  });
  return tooMany < 0 ? records.length : Math.max(1, tooMany);
}
