import { marshall } from '@aws-sdk/util-dynamodb';
import type { EngineCall } from '../../lib/local-cloud/engine-call';
import type { Put } from './recording-client';

const putsPerCall = 100;
const callsAtOnce = 2;

/** Puts many rows, each key once, a hundred in one transaction of the engine, which is one fsync. */
export class BulkWriter {
  private readonly call: EngineCall;
  private readonly running = new Set<Promise<void>>();
  private pending: Put[] = [];
  private failure: unknown;

  constructor(call: EngineCall) {
    this.call = call;
  }

  async put(rows: readonly Put[]): Promise<void> {
    this.pending.push(...rows);
    while (this.pending.length >= putsPerCall) await this.send(this.pending.splice(0, putsPerCall));
  }

  async finish(): Promise<void> {
    if (this.pending.length > 0) await this.send(this.pending.splice(0));
    await Promise.all(this.running);
    if (this.failure !== undefined) throw this.failure;
  }

  private async send(rows: readonly Put[]): Promise<void> {
    if (this.running.size >= callsAtOnce) await Promise.race(this.running);
    if (this.failure !== undefined) throw this.failure;
    const sent: Promise<void> = this.write(rows)
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => this.running.delete(sent));
    this.running.add(sent);
  }

  private async write(rows: readonly Put[]): Promise<void> {
    const TransactItems = rows.map(({ table, item }) => ({
      Put: { TableName: table, Item: marshall(item, { removeUndefinedValues: true }) },
    }));
    await this.call('DynamoDB_20120810.TransactWriteItems', { TransactItems });
  }
}
