import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startEngine } from '../../../lib/local-cloud/engine';
import { engineCaller } from '../../../lib/local-cloud/engine-call';
import { Properties } from '../../../lib/local-cloud/properties';
import { indexStreams, trimStream } from '../../../lib/local-cloud/stream-store';
import { makeTable } from '../../../lib/local-cloud/tables';

async function startTable() {
  const data = mkdtempSync(join(tmpdir(), 'tocsin-stream-store-'));
  const engine = await startEngine(data, () => {});
  const call = engineCaller(engine.endpoint);
  const properties = new Properties('table', {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  await makeTable(call, 'streamed', properties);
  const database = engine.database ?? '';
  indexStreams(database);
  let puts = 0;
  const put = () => {
    puts += 1;
    const input = { TableName: 'streamed', Item: { pk: { S: `p${puts}` } } };
    return call('DynamoDB_20120810.PutItem', input);
  };
  const end = async () => {
    call.close();
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { database, put, end };
}

/** As if as many had been written: the engine would take half a minute for it. */
function addRecords(database: string, count: number): void {
  const db = new DatabaseSync(database);
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO _stream_records(table_name, event_name, keys_json, new_image, sequence_number, shard_id, created_at)
    SELECT table_name, event_name, keys_json, new_image, CAST(CAST(sequence_number AS INTEGER) + i AS TEXT), shard_id, created_at
    FROM n, (SELECT * FROM _stream_records ORDER BY CAST(sequence_number AS INTEGER) DESC LIMIT 1)`);
  db.close();
}

function sequences(database: string): { least: number; most: number; count: number } {
  const db = new DatabaseSync(database);
  const row = db
    .prepare(`SELECT min(CAST(sequence_number AS INTEGER)) AS least,
      max(CAST(sequence_number AS INTEGER)) AS most, count(*) AS count FROM _stream_records`)
    .get();
  db.close();
  return {
    least: Number(row?.['least']),
    most: Number(row?.['most']),
    count: Number(row?.['count']),
  };
}

/** The least of many: what else runs on the machine only adds. */
async function leastMilliseconds(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 60; count += 1) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

describe('a stream', () => {
  it('of 50,000 records costs a put no more than one of 1,000', async () => {
    const { database, put, end } = await startTable();
    await put();
    addRecords(database, 1000);
    const before = await leastMilliseconds(put);
    addRecords(database, 49_000);

    const after = await leastMilliseconds(put);

    await end();
    expect(after).toBeLessThan(before * 2 + 1);
  });

  it('is trimmed by a thousand, but for what is parked, and the newest', async () => {
    const { database, put, end } = await startTable();
    await put();
    addRecords(database, 1499);
    const later = Date.now() / 1000 + 60;
    const trim = (upTo: number) =>
      trimStream(database, {
        table: 'streamed',
        upTo,
        before: later,
        keep: [{ first: '1200', last: '1201' }],
      });

    const removed = [trim(1100), trim(9999), trim(9999), trim(9999)];

    await put();
    const { most, count } = sequences(database);
    await end();
    expect(removed).toEqual([1000, 497, 0, 0]);
    expect({ most, count }).toEqual({ most: 1501, count: 4 });
  });
});
