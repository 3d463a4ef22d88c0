import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalCloud } from '../../../lib/local-cloud/local-cloud';
import { eventually, synthFixture, tsx } from '../../support/local-cloud-fixture';

async function startProcess(assembly: string, data: string) {
  const script = join(__dirname, '../../support/local-cloud-process.ts');
  const child = spawn(tsx, [script, assembly, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).trim() };
}

/** Writes until nobody listens any more; `acknowledged` grows meanwhile. */
function startWriting(url: string, writers: number) {
  const acknowledged: string[] = [];
  const write = async (writer: number) => {
    for (let count = 0; ; count += 1) {
      const id = `w${writer}-${count}`;
      const response = await fetch(`${url}/things/${id}`, { method: 'PUT' }).catch(() => undefined);
      if (!response) return;
      if (response.ok) acknowledged.push(id);
      else await sleep(5);
    }
  };
  const untilGone = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const untilAcknowledged = (count: number) =>
    eventually(async () => (acknowledged.length >= count ? true : undefined));
  return { acknowledged, untilGone, untilAcknowledged };
}

const pidOf = (data: string, file: string) => Number(readFileSync(join(data, file), 'utf8'));

/** Engines and functions alike: each names a path of the folder on its command line. */
async function untilNobodyUses(folder: string): Promise<void> {
  await eventually(async () => {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.some((pid) => commandLine(pid).includes(folder)) ? undefined : true;
  });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Parked is not lost, but it is not seen: a reader that gives up late outlasts an engine that is slow to come back. */
function retryFor(assembly: string, attempts: number): void {
  const file = join(assembly, 'Fixture-Run.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const resources: { Type: string; Properties: Record<string, unknown> }[] = Object.values(
    template.Resources,
  );
  for (const { Type, Properties } of resources) {
    const isReader = Type === 'AWS::Lambda::EventSourceMapping' && 'StartingPosition' in Properties;
    if (isReader) Properties['MaximumRetryAttempts'] = attempts;
  }
  writeFileSync(file, JSON.stringify(template));
}

describe('kill -9', () => {
  it('of engine and then of the whole loses nothing that was acknowledged, and leaves no process behind', async () => {
    const { folder, assembly, data } = await synthFixture();
    retryFor(assembly, 30);
    const { child, url }: { child: ChildProcess; url: string } = await startProcess(assembly, data);
    const { acknowledged, untilGone, untilAcknowledged } = startWriting(url, 4);
    await untilAcknowledged(60);

    process.kill(pidOf(data, 'dynamodb/engine.pid'), 'SIGKILL');
    await untilAcknowledged(120);
    process.kill(pidOf(data, 'pid'), 'SIGKILL');
    await untilGone;
    await untilNobodyUses(folder);
    const cloud = await startLocalCloud({ assembly, data, port: 0, say: () => {} });
    await cloud.idle();

    const missing = [];
    for (const id of acknowledged) {
      const { status } = await fetch(`${cloud.url}/things/${id}`);
      if (status !== 200) missing.push(id);
    }
    await cloud.stop();
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    expect(missing).toEqual([]);
  });
});
