import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { pidsOf } from '../../bench/cpu';
import { breakTelling, canary, logsOf, publishCanary, toldOfCanary } from '../support/canaries';
import { eventually } from '../support/local-cloud-fixture';
import { endAll, newFolder, type Start, start, tocsin } from '../support/npm-start';
import {
  askDoctor,
  healthy,
  publishAll,
  type StartedExchange,
  startedExchange,
} from '../support/started-exchange';

const data = newFolder();
const running = start(data);

afterAll(endAll);

const patienceSeconds = 30;

async function runningExchange(): Promise<StartedExchange & Start> {
  const started = await running;
  return { ...startedExchange(data), ...started };
}

const community = { audience: { community: true } };

function untilKnown(exchange: StartedExchange, values: readonly string[]): Promise<Set<string>> {
  return eventually(async () => {
    const known = await exchange.known(1, values);
    return known.size === values.length ? known : undefined;
  }, patienceSeconds);
}

const namesOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${kind}${at}.faults.example`);

describe('kill -9 of a function while it works', () => {
  it('of the indexer, again and again: what was acknowledged is found', async () => {
    const exchange = await runningExchange();
    const values = namesOf('killed', 600);
    let kills = 0;

    const publishing = publishAll(exchange, values, community);
    while (kills < 6) {
      const [pid] = pidsOf(exchange.process.pid ?? 0, 'indexer');
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL');
        kills += 1;
      }
      await sleep(pid === undefined ? 5 : 400);
    }
    const refused = await publishing;
    await tocsin(data, 'redrive');
    await untilKnown(exchange, values);

    expect(refused).toEqual([]);
    expect(await askDoctor(data)).toEqual(healthy);
  }, 60_000);

  it('of the expirer: every descriptor ends, once', async () => {
    const exchange = await runningExchange();
    const values = namesOf('ending', 400);
    const expiresAt = new Date(Date.now() + 5000).toISOString();
    const follow = follower(exchange, await positionOf(exchange));
    await publishAll(exchange, values, { ...community, expiresAt });
    await follow.until('live', values.length);
    await sleep(Math.max(0, Date.parse(expiresAt) - Date.now()));

    while ((await killedAtWork(exchange)) !== 'failed');
    await exchange.invoke('expirer');
    const versions = await follow.until('gone', values.length);

    expect(versions.filter((seen) => seen.size !== 1)).toEqual([]);
    expect(await askDoctor(data)).toEqual(healthy);
  }, 60_000);
});

describe('a poison record among 1,000', () => {
  it('holds nobody up, is told with its reason, and is redriven once it is mended', async () => {
    const exchange = await runningExchange();
    const values = namesOf('many', 1000);
    const [poisoned = '', ...others] = values;
    const row = await poison(exchange, poisoned);

    const refused = await publishAll(exchange, values, community);
    const found = await untilKnown(exchange, others);
    const parked = await eventually(() => wrongQueue(), patienceSeconds);
    const hopeless = await tocsin(data, 'redrive');
    await exchange.documents.send(new DeleteCommand(row));
    const mended = await tocsin(data, 'redrive');
    const known = await exchange.known(1, [poisoned]);

    expect(refused).toEqual([]);
    expect(found.size).toBe(999);
    expect(parked).toContain('on-failure holds 1 message: tocsin redrive');
    expect(hopeless).toMatchObject({ code: 1, out: expect.stringContaining('redriven  0') });
    expect(hopeless.out).toMatch(
      new RegExp(`left      ${row.Key.sk.slice(2)}: it can't be read \\(.*source: invalid_type`),
    );
    expect(mended).toEqual({ code: 0, out: 'redriven  1 change\n' });
    expect([...known]).toEqual([poisoned]);
    expect(await askDoctor(data)).toEqual(healthy);
  }, 120_000);
});

/** A row of the community's index that cannot be read, where the value's own is about to be. */
async function poison({ call, documents, members, tableNamed }: StartedExchange, value: string) {
  const audience = { members: [members[0]?.id] };
  const { body } = await call(0, 'POST /v1/descriptors', { value, status: 'UNKNOWN', audience });
  const TableName = await tableNamed('AudienceIndex');
  const Key = { pk: `community/value/${body.indicatorId}`, sk: `d/${body.id}` };
  await documents.send(new PutCommand({ TableName, Item: { ...Key, id: body.id } }));
  return { TableName, Key };
}

async function wrongQueue(): Promise<string | undefined> {
  const { code, out } = await tocsin(data, 'doctor', '--quick');
  return code === 1 ? out : undefined;
}

describe('an index that lost a row', () => {
  it('is found out by the doctor, mended in place, and can be made from nothing', async () => {
    const { call, documents, tableNamed } = await runningExchange();
    const said = { value: 'lost.faults.example', status: 'MALICIOUS', ...community };
    const { body } = await call(0, 'POST /v1/descriptors', said);
    await untilKnown(await runningExchange(), [said.value]);
    const Key = { pk: `community/value/${body.indicatorId}`, sk: `d/${body.id}` };
    const TableName = await tableNamed('AudienceIndex');
    const copy = ['feed', 'community', '--as', 'Birch Cloud', '--out', join(data, 'copy.ndjson')];

    await documents.send(new DeleteCommand({ TableName, Key }));
    const found = await askDoctor(data);
    const mended = await tocsin(data, 'reconcile');
    const after = await askDoctor(data);
    const before = await tocsin(data, ...copy);
    const rebuilt = await tocsin(data, 'rebuild-index', 'community', '--yes');
    const anew = await tocsin(data, ...copy);

    expect(found.code).toBe(1);
    expect(found.verdict).toMatch(/the index differs from the exchange in .*: tocsin reconcile$/);
    expect(mended).toMatchObject({ code: 0, out: expect.stringContaining('the index is mended') });
    expect(after).toEqual(healthy);
    expect(rebuilt).toMatchObject({ code: 0, out: expect.stringContaining('rebuilt   community') });
    const countOf = ({ out }: typeof anew) => /^verified (count=\d+)/.exec(out)?.[1];
    expect(countOf(anew)).toBe(countOf(before));
    expect(countOf(anew)).toMatch(/count=[1-9]/);
  }, 60_000);
});

describe('reliability A2.38: what members say and hold in secret', () => {
  it('is in no log of what matches, tells and delivers, not even where all of it fails', async () => {
    const exchange = await runningExchange();
    const told = await toldOfCanary(exchange);
    const broken = await breakTelling(exchange, told);
    const logged = (text: string) =>
      eventually(async () => (logsOf(data).includes(text) ? true : undefined), patienceSeconds);
    const well = logsOf(data);

    await broken.tellers();
    await publishCanary(exchange.call, 'second');
    await logged('notify.failed');
    await logged('delivery.failed');
    const postings = await broken.matcher();
    await publishCanary(exchange.call, 'third');
    await logged('match.failed');
    await broken.keeper();
    await exchange.invoke('watch-keeper');
    await logged('watch.failed');
    await broken.sweeper();
    const swept = await exchange.invoke('due-sweeper');

    const logs = logsOf(data);
    const { members, operator } = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
    const tokens = [...members, operator].map(({ token }) => token.split('|')[1]);
    expect(well).not.toContain(canary);
    expect([postings, swept]).toEqual([1, 'failed']);
    for (const secret of [...tokens, told.secret.replace(/^\w+_/, '')]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(logs).not.toContain(secret);
    }
    const lines = logs.split('\n').filter((line) => line.includes(canary));
    expect(lines).toEqual([]);
  }, 120_000);
});

/** The expirer is killed once what it has ended leaves the feed. */
async function killedAtWork(exchange: StartedExchange & Start): Promise<string> {
  const before = await positionOf(exchange);
  const outcome = exchange.invoke('expirer');
  await eventually(
    async () => ((await positionOf(exchange)) > before ? true : undefined),
    patienceSeconds,
  );
  for (const pid of pidsOf(exchange.process.pid ?? 0, 'expirer')) process.kill(pid, 'SIGKILL');
  return outcome;
}

async function positionOf({ call }: StartedExchange): Promise<number> {
  return (await call(1, 'GET /v1/feeds/community?limit=1')).body.head.position;
}

/** A member that follows the community: by object, the versions that it saw alive, and gone. */
function follower({ call }: StartedExchange, from: number) {
  const seen = { live: new Map<string, Set<number>>(), gone: new Map<string, Set<number>>() };
  let after = from;
  const look = async () => {
    const { body } = await call(1, `GET /v1/feeds/community?limit=1000&after=${after}`);
    after = body.next;
    for (const { id, version, gone } of body.changes) {
      const of = gone ? seen.gone : seen.live;
      of.set(id, (of.get(id) ?? new Set()).add(version));
    }
  };
  const until = (state: keyof typeof seen, count: number) =>
    eventually(async () => {
      await look();
      return seen[state].size >= count ? [...seen[state].values()] : undefined;
    }, patienceSeconds);
  return { until };
}
