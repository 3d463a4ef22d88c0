import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { below, type Random, randomFrom } from '../../../bench/endurance/random';
import { type Community, startCommunity } from '../../support/community';
import { type Engine, startEngine } from '../../support/engine';
import { type Run, scratchFolder, tocsin } from './run-tocsin';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

type CommunityHere = Awaited<ReturnType<typeof startCommunity>>;
type Moment = 'before it is read' | 'before it is answered';

/** An exchange of one process behind a real port, that kills its caller when it is told to. */
class DeadlyExchange {
  readonly paths: string[] = [];
  url = '';
  private readonly working: Promise<void>[] = [];
  private prey: { child: ChildProcess; at: number; when: Moment } | undefined;

  static async start(community: CommunityHere) {
    const exchange = new DeadlyExchange();
    const server = createServer((request, response) => {
      exchange.working.push(exchange.answer(community, request, response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    exchange.url = `http://127.0.0.1:${address.port}`;
    // A request whose caller was killed is worked on all the same.
    const stop = () => once(server.close(), 'close').then(() => Promise.all(exchange.working));
    return { exchange, stop };
  }

  private async answer(
    community: CommunityHere,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const number = this.paths.push(request.url ?? '');
    this.kill(number, 'before it is read');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const bytes = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    const answer = await community.call(line, { headers, ...(bytes.length ? { bytes } : {}) });
    this.kill(number, 'before it is answered');
    response.writeHead(answer.status, answer.headers).end(answer.text);
  }

  /** The next requests count from 1. */
  hunt(child: ChildProcess, at: number, when: Moment): void {
    this.prey = { child, at: this.paths.length + at, when };
  }

  private kill(number: number, when: Moment): void {
    if (number === this.prey?.at && when === this.prey.when) this.prey.child.kill('SIGKILL');
  }
}

async function deadlyCommunity() {
  const tables = await engine.createTables('kill');
  const community = await startCommunity({ client: engine.documents, tables });
  const { exchange, stop } = await DeadlyExchange.start(community);
  const as =
    ({ token }: Community['operator']) =>
    (args: readonly string[], whileRunning?: (child: ChildProcess) => void): Promise<Run> =>
      tocsin(args, {
        env: { TOCSIN_URL: exchange.url, TOCSIN_TOKEN: token },
        ...(whileRunning && { whileRunning }),
      });
  return { ...community, exchange, as, stop };
}

function momentOf(random: Random): Moment {
  return random() < 0.5 ? 'before it is read' : 'before it is answered';
}

const values = Array.from({ length: 2400 }, (_, at) => `host${at}.kill.example`);
const requestsOfTheFile = 3;

describe('tocsin, killed at random moments and run again', () => {
  it('publishes every line once, and proves a copy that goes on from where it was', async () => {
    const random = randomFrom(20261122);
    const { alice, bob, index, exchange, as, stop } = await deadlyCommunity();
    const folder = scratchFolder();
    const [list, out] = [join(folder, 'list.txt'), join(folder, 'copy.ndjson')];
    writeFileSync(list, `# list\n${values.join('\n')}\nfree\n`);
    const publish = ['publish', list, '--community', '--status', 'MALICIOUS', '--json'];
    const feed = ['feed', 'community', '--out', out, '--json'];

    const killed: (number | null)[] = [];
    for (let kill = 0; kill < 4; kill++) {
      const [at, when] = [1 + below(random, requestsOfTheFile), momentOf(random)];
      const run = await as(alice)(publish, (child) => exchange.hunt(child, at, when));
      killed.push(run.code);
    }
    const published = await as(alice)(publish);
    await index();
    const cut = await as(bob)(feed, (child) => exchange.hunt(child, 2, momentOf(random)));
    const isHalfThere = existsSync(out);
    const resumedAt = exchange.paths.length;
    const synced = await as(bob)(feed);
    await stop();

    expect(killed).toEqual([null, null, null, null]);
    const { lines, accepted, duplicate, refused, skipped } = JSON.parse(published.stdout);
    expect({ lines, refused, skipped }).toEqual({ lines: 2402, refused: 1, skipped: 1 });
    expect(accepted + duplicate).toBe(2400);
    expect(duplicate).toBeGreaterThan(0);
    expect([cut.code, isHalfThere]).toEqual([null, false]);
    expect(exchange.paths[resumedAt]).not.toContain('after=0&');
    expect(JSON.parse(synced.stdout)).toMatchObject({ verified: true, count: 2400 });
    const copied = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).descriptor.value);
    expect(copied.sort()).toEqual([...values].sort());
  }, 180_000);
});
