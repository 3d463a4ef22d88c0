import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../lambdas/core/time';
import type { TableName } from '../../lib/tables';
import { type Engine, startEngine } from './engine';
import { type Exchange, type ExchangeOptions, inProcessExchange } from './exchange';

export interface TestMember {
  readonly id: string;
  readonly token: string;
}

/**
 * An engine for a test file, and as many communities on it as its tests ask for, each on tables of its own. With bare
 * clients, a test that makes tens of thousands of calls takes two thirds of the time: test/component/twin-world.test.ts
 * holds that they are told what the SDK's is told.
 */
export function communities({ withBareClients = false } = {}) {
  let engine: Engine;
  let shared: DynamoDBDocumentClient;
  let made = 0;
  beforeAll(async () => {
    engine = await startEngine();
    shared = withBareClients ? engine.bareClient() : engine.documents;
  });
  afterAll(() => engine.stop());
  const newTables = (withStreams = false) => {
    made += 1;
    return engine.createTables(`world${made}`, withStreams);
  };
  return {
    newTables,
    newClient: () => (withBareClients ? engine.bareClient() : engine.anotherClient()),
    /** The client of those worlds that were given none. */
    sharedClient: () => shared,
    async community(options: Partial<ExchangeOptions> = {}): Promise<Community> {
      return startCommunity({ client: shared, tables: await newTables(), ...options });
    },
  };
}

/** A small world: an operator, three members, and a privacy group of the first two. */
export interface Community extends Exchange {
  readonly operator: TestMember;
  readonly alice: TestMember;
  readonly bob: TestMember;
  readonly carol: TestMember;
  readonly group: { readonly id: string };
  /** Moves the clock on. */
  wait(seconds: number): void;
  readonly time: { micros: number };
  readonly now: Clock;
  readonly random: (bytes: number) => Buffer;
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
}

export const startOfTime = Date.parse('2026-11-22T10:00:00Z') * 1000;

export interface CommunityOptions extends Partial<ExchangeOptions> {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
}

export async function startCommunity(options: CommunityOptions): Promise<Community> {
  const time = { micros: startOfTime };
  let drawn = 0;
  const now = () => {
    time.micros += 1000;
    return time.micros;
  };
  const random = (bytes: number) => {
    drawn += 1;
    const block = Buffer.alloc(bytes);
    block.writeUInt32BE(drawn * 2_654_435, Math.max(0, bytes - 4));
    return block;
  };
  const made = { now, random, ...options };
  const exchange = inProcessExchange(made);
  const first = await exchange.bootstrap();
  if (first.status !== 'created') throw new Error('these tables are in use already');
  const operator = { id: first.operatorId, token: first.token };
  const [alice, bob, carol] = [
    await addMember(exchange, operator.token, 'Alice Analytics'),
    await addMember(exchange, operator.token, 'Bob Bank'),
    await addMember(exchange, operator.token, 'Carol Cloud'),
  ];
  const group = await addGroup(exchange, operator.token, 'Finance', [alice.id, bob.id]);
  const wait = (seconds: number) => {
    time.micros += seconds * 1_000_000;
  };
  return { ...exchange, ...made, operator, alice, bob, carol, group, wait, time };
}

export async function addMember(
  exchange: Exchange,
  token: string,
  name: string,
  organisationClass = 'company',
): Promise<TestMember> {
  const body = { name, organisationClass };
  const { id } = (await exchange.call('POST /v1/members', { token, body })).body;
  const issued = await exchange.call(`POST /v1/members/${id}/credentials`, { token, body: {} });
  return { id, token: issued.body.token };
}

export async function addGroup(
  exchange: Exchange,
  token: string,
  name: string,
  members: readonly string[],
): Promise<{ readonly id: string }> {
  const { id } = (await exchange.call('POST /v1/groups', { token, body: { name } })).body;
  await exchange.call(`PUT /v1/groups/${id}/members`, { token, body: { members } });
  return { id };
}
