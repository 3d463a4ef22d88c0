import { join } from 'node:path';
import { Api } from '../api';
import type { Member } from '../cast';
import { BenchCloud } from '../cloud';
import { type CpuTimes, cpuBetween, cpuTimes } from '../cpu';
import { pace, percentile, sorted } from '../drive';
import { type Arrivals, startReceivers } from './receivers';

export interface Setting {
  readonly assembly: string;
  readonly workplace: string;
  readonly say: (line: string) => void;
}

const members = 11;
const endpointsEach = 10;
/** Each is watched before anything in it is published: what was there before would be told too. */
const zones = { one: 'one.webhook-bench.example', many: 'many.webhook-bench.example' };

/**
 * What webhooks take: from an acknowledgement to the verified webhook at an even pace; how many deliveries a second; and
 * what one receiver of more than a hundred that hangs does to the others.
 */
export async function runWebhooks({ assembly, workplace, say }: Setting): Promise<void> {
  const data = join(workplace, 'webhooks');
  const cloud = await BenchCloud.start(assembly, data, { EGRESS_LOOPBACK: 'true' });
  const receivers = await startReceivers();
  const api = new Api(cloud.url, 16);
  try {
    const [publisher, ...watchers] = await gather(api, await cloud.bootstrap());
    if (!publisher) throw new Error('nobody publishes');
    const told = { api, publisher, receivers, cloudPid: cloud.pid };
    const [first] = watchers;
    if (!first) throw new Error('nobody watches');
    await watch(api, first, zones.one);
    await addEndpoints(api, receivers, first, 1);
    await cloud.invoke('WatchKeeper', {});
    const one = { zone: zones.one, expected: 1 };
    await measure(told, { ...one, perSecond: 10, seconds: 3 });
    const alone = await measure(told, { ...one, perSecond: 10, seconds: 20 });
    say(lineOf('1 endpoint, 10 publishes/s: ack → verified webhook', alone));
    for (const watcher of watchers) {
      await watch(api, watcher, zones.many);
      await addEndpoints(api, receivers, watcher, endpointsEach - (watcher === first ? 1 : 0));
    }
    // Else it would run a minute later, and hand over once more what is published until then.
    await cloud.invoke('WatchKeeper', {});
    const many = { zone: zones.many, expected: members * endpointsEach };
    await measure(told, { ...many, perSecond: 1, seconds: 3 });
    const calm = await measure(told, { ...many, perSecond: 1, seconds: 30 });
    say(lineOf(`${many.expected} endpoints, 1 publish/s`, calm));
    receivers.hang(0);
    const others = { ...many, expected: many.expected - 1 };
    const hung = await measure(told, { ...others, perSecond: 1, seconds: 30 });
    say(lineOf('the same, one of them hangs: the others', hung));
    say(`p99 of the others: ${percent(hung.p99 / calm.p99)} of what it was`);
    const full = await measure(told, { ...others, perSecond: 4, seconds: 15 });
    say(lineOf('the others, 4 publishes/s', full));
  } finally {
    await api.close();
    receivers.stop();
    await cloud.stop();
  }
}

async function gather(api: Api, token: string): Promise<Member[]> {
  const made: Member[] = [];
  for (let at = 0; at <= members; at++) {
    const body = JSON.stringify({ name: `Member ${at}` });
    const { id } = await api.json<{ id: string }>({
      method: 'POST',
      path: '/v1/members',
      token,
      body,
    });
    const path = `/v1/members/${id}/credentials`;
    const issued = await api.json<{ token: string }>({ method: 'POST', path, token, body: '{}' });
    made.push({ id, token: issued.token });
  }
  return made;
}

async function watch(api: Api, { token }: Member, zone: string): Promise<void> {
  const body = JSON.stringify({ name: zone, conditions: [{ below: [zone] }] });
  await api.json({ method: 'POST', path: '/v1/watches', token, body });
}

async function addEndpoints(api: Api, receivers: Arrivals, { token }: Member, count: number) {
  for (let at = 0; at < count; at++) {
    const body = JSON.stringify({ url: receivers.newUrl() });
    const made = await api.json<{ id: string; verifyWith: string }>({
      ...{ method: 'POST', path: '/v1/endpoints', token, body },
    });
    receivers.know(made.verifyWith);
    await api.send({ method: 'POST', path: `/v1/endpoints/${made.id}/activation`, token });
  }
}

interface Load {
  readonly zone: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Receivers that hear of each publish. */
  readonly expected: number;
}

interface Result {
  readonly p50: number;
  readonly p99: number;
  readonly told: number;
  readonly webhooks: number;
  readonly perSecond: number;
  /** Of all processes, from the first publish to the last webhook. */
  readonly cpu: CpuTimes;
}

interface Exchange {
  readonly api: Api;
  readonly publisher: Member;
  readonly receivers: Arrivals;
  readonly cloudPid: number;
}

let published = 0;

async function measure(
  { api, publisher, receivers, cloudPid }: Exchange,
  { zone, perSecond, seconds, expected }: Load,
): Promise<Result> {
  const acknowledged = new Map<string, number>();
  const count = perSecond * seconds;
  receivers.clear();
  const before = cpuTimes(cloudPid);
  const began = performance.now();
  await pace(perSecond, count, async () => {
    published += 1;
    const body = {
      value: `h${published}.${zone}`,
      status: 'MALICIOUS',
      audience: { community: true },
    };
    const { token } = publisher;
    const call = {
      method: 'POST',
      path: '/v1/descriptors',
      token,
      body: JSON.stringify(body),
    } as const;
    const { id } = await api.json<{ id: string }>(call);
    acknowledged.set(id, performance.now());
  });
  await receivers.heard(count * expected);
  const took = (performance.now() - began) / 1000;
  const own = receivers.arrivals().filter(({ objectId }) => acknowledged.has(objectId));
  const delays = sorted(own.map(({ objectId, at }) => at - (acknowledged.get(objectId) ?? at)));
  const webhooks = receivers.webhooks();
  const told = delays.length;
  const cpu = cpuBetween(before, cpuTimes(cloudPid));
  const each = { told, webhooks, perSecond: webhooks / took, cpu };
  return { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), ...each };
}

function lineOf(what: string, { p50, p99, told, webhooks, perSecond, cpu }: Result): string {
  const used = [...cpu].filter(([, ms]) => ms / webhooks >= 0.1).sort(([, a], [, b]) => b - a);
  const each = used.map(([role, ms]) => `${role} ${(ms / webhooks).toFixed(1)}`).join(', ');
  const times = `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
  return `${what}: ${times}; ${told} matches told in ${webhooks} webhooks, ${perSecond.toFixed(0)}/s\n  CPU ms a webhook: ${each}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
