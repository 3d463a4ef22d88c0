import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Engine, startEngine } from '../support/engine';
import { difference } from '../support/twin-world';
import { sweepingTellings } from '../support/twin-world-sweep';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

describe('the client that the twin worlds are played by', () => {
  it('is told on every route what the real one is told, to the byte and the unit', async () => {
    const tell = async (client: DynamoDBDocumentClient, name: string) =>
      sweepingTellings({ client, tables: await engine.createTables(name), withHidden: true });

    const real = await tell(engine.anotherClient(), 'real');
    const bare = await tell(engine.bareClient(), 'bare');

    expect(difference(real, bare)).toBeUndefined();
    expect(bare).toHaveLength(real.length);
  }, 60_000);
});
