import type { EngineCall } from './engine-call';
import { region } from './place';
import type { StreamSource } from './stream-mapping';
import type { StreamRecord } from './stream-record';

interface Iterator {
  readonly ShardIterator: string;
}
interface Page {
  readonly Records: readonly StreamRecord[];
  readonly NextShardIterator?: string;
}
interface Description {
  readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] };
}

// A larger page holds the engine's one lock too long.
const pageSize = 100;

/** Reads a table's stream from where it is told to; the engine has one shard a stream. */
export class StreamShard implements StreamSource {
  readonly shardId: string;
  private readonly call: EngineCall;
  private readonly engineArn: string;
  private readonly arn: string;
  private iterator: string | undefined;

  static async open(call: EngineCall, engineArn: string, arn: string): Promise<StreamShard> {
    const target = 'DynamoDBStreams_20120810.DescribeStream';
    const { StreamDescription } = await call<Description>(target, { StreamArn: engineArn });
    const [shard, ...others] = StreamDescription.Shards;
    if (!shard || others.length > 0) {
      throw new Error(`${engineArn}: the local cloud reads streams of one shard`);
    }
    return new StreamShard(call, engineArn, arn, shard.ShardId);
  }

  private constructor(call: EngineCall, engineArn: string, arn: string, shardId: string) {
    this.call = call;
    this.engineArn = engineArn;
    this.arn = arn;
    this.shardId = shardId;
  }

  /** As the engine's own API takes it, for who follows a pointer into the stream. */
  get streamArn(): string {
    return this.engineArn;
  }

  async read(sequence: string): Promise<readonly StreamRecord[]> {
    try {
      const ShardIterator = this.iterator ?? (await this.iteratorAfter(sequence));
      const input = { ShardIterator, Limit: pageSize };
      const page = await this.call<Page>('DynamoDBStreams_20120810.GetRecords', input);
      this.iterator = page.NextShardIterator;
      return page.Records.map((one) => ({ ...one, awsRegion: region, eventSourceARN: this.arn }));
    } catch (error) {
      this.rewind();
      throw error;
    }
  }

  rewind(): void {
    this.iterator = undefined;
  }

  private async iteratorAfter(sequence: string): Promise<string> {
    const from =
      sequence === '0'
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence };
    const input = { StreamArn: this.engineArn, ShardId: this.shardId, ...from };
    const target = 'DynamoDBStreams_20120810.GetShardIterator';
    return (await this.call<Iterator>(target, input)).ShardIterator;
  }
}
