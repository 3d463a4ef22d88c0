import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/local-cloud-fixture';
import { endAll, newFolder, start } from '../support/npm-start';
import {
  askDoctor,
  healthy,
  type StartedExchange,
  startedExchange,
} from '../support/started-exchange';

afterAll(endAll);

const megabytes = 64;

/** A file system of its own, as only a user namespace gives one without rights. */
const mounted = (folder: string) => [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  `mount -t tmpfs -o size=${megabytes}m tmpfs ${folder} && exec "$@"`,
  'mounted',
];

function canMount(): boolean {
  const [command = '', ...args] = mounted('/mnt');
  try {
    execFileSync(command, [...args, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Takes all the room there is. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const chunk = Buffer.alloc(65_536);
  try {
    while (writeSync(descriptor, chunk) === chunk.length);
  } catch {
    // No space left: that is what it is for.
  }
  closeSync(descriptor);
}

async function publish({ call }: StartedExchange, values: readonly string[]) {
  const answers = [];
  for (const value of values) {
    const descriptor = { value, status: 'MALICIOUS', audience: { community: true } };
    const { status, retryAfter } = await call(0, 'POST /v1/descriptors', descriptor);
    answers.push({ value, status, retryAfter });
  }
  return answers;
}

/** Until some are refused: the engine's log may have room left within its file, and writes there first. */
async function publishUntilRefused(exchange: StartedExchange) {
  const answers: Awaited<ReturnType<typeof publish>> = [];
  for (let round = 0; round < mostRounds; round++) {
    answers.push(...(await publish(exchange, namesOf(`during${round}-`, 60))));
    if (answers.some(({ status }) => status !== 201)) break;
  }
  return answers;
}

const mostRounds = 20;

const namesOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${kind}${at}.full.example`);

// Where user namespaces are forbidden there is no disk to fill.
const whereItCan = canMount() ? it : it.skip;

describe('a full disk', () => {
  whereItCan(
    'is answered 503 with Retry-After until there is room again; then all goes on, and nothing acknowledged is lost',
    async () => {
      const folder = newFolder();
      const { process: child } = await start(folder, {
        within: (command) => [...mounted(folder), ...command],
      });
      const data = join(`/proc/${child.pid}/root`, folder);
      const exchange = startedExchange(data);
      const filler = join(data, 'filler');

      const before = await publish(exchange, namesOf('before', 20));
      fill(filler);
      const during = await publishUntilRefused(exchange);
      rmSync(filler);
      const after = await eventually(async () => {
        const answers = await publish(exchange, namesOf('after', 20));
        return answers.every(({ status }) => status < 300) ? answers : undefined;
      });

      const refused = during.filter(({ status }) => status !== 201);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.filter((one) => one.status !== 503 || one.retryAfter === null)).toEqual([]);
      const all = [...before, ...during, ...after];
      const acknowledged = all.flatMap(({ value, status }) => (status < 300 ? [value] : []));
      expect(await askDoctor(data)).toEqual(healthy);
      expect([...(await exchange.known(1, acknowledged))].sort()).toEqual(acknowledged.sort());
      expect(child.exitCode).toBeNull();
    },
    120_000,
  );
});
