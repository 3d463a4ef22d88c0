import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '../lambdas/contracts/environment';
import { type LocalCloud, startLocalCloud } from '../lib/local-cloud/local-cloud';
import { lockFolder } from '../lib/local-cloud/lock';
import { prepareAssembly } from './demo/assembly';
import { curlLines } from './demo/curl-lines';
import { type Community, seedCommunity } from './demo/seed';
import { showTelling } from './demo/show-telling';

const root = join(__dirname, '..');
const credentials = 'credentials.json';
const endpoints = 'endpoints.json';
const marker = 'seeding';

async function main(): Promise<void> {
  const { empty, data, port } = readSettings();
  const began = performance.now();
  const assembly = await prepareAssembly(root, say);
  dropHalfSeeded(data);
  const cloud = await startLocalCloud({
    ...{ assembly, data, port, say },
    environment: { ...nameServers(), ...loopback() },
  });
  stopOnSignals(cloud, join(data, endpoints));
  writeForOwner(join(data, endpoints), { http: cloud.url, ...cloud.endpoints });
  const community = await communityOf(cloud, data, empty);
  say(`Ready after ${((performance.now() - began) / 1000).toFixed(1)} s: ${cloud.url}`);
  greet(community, join(data, credentials));
}

function readSettings() {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  const port = Number(process.env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('PORT must be a number from 0 to 65535');
  }
  return { ...values, port, data: resolve(process.env['TOCSIN_DATA'] ?? join(root, '.tocsin')) };
}

/** In place of the machine's own, for the proofs of domains. */
function nameServers(): Record<string, string> {
  const servers = process.env[environment.dnsServers];
  return servers ? { [environment.dnsServers]: servers } : {};
}

/** Receivers on this machine may be called, as there are no others while one tries things out. */
function loopback(): Record<string, string> {
  return { [environment.egressLoopback]: process.env[environment.egressLoopback] ?? 'true' };
}

/** A seed that was cut off has shown nobody a credential, so that nothing acknowledged is in it. */
function dropHalfSeeded(data: string): void {
  if (!existsSync(join(data, marker)) || existsSync(join(data, credentials))) return;
  const lock = lockFolder(data);
  say('The last start was cut off while it seeded: beginning anew.');
  for (const name of readdirSync(data).filter((each) => !each.startsWith('lock.'))) {
    rmSync(join(data, name), { recursive: true });
  }
  lock.release();
}

async function communityOf(cloud: LocalCloud, data: string, isEmpty: boolean): Promise<Community> {
  const file = join(data, credentials);
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Community;
    return keep(file, { ...known, baseUrl: cloud.url });
  }
  writeFileSync(join(data, marker), '');
  const operator = await firstOperator(cloud);
  const seeded = isEmpty
    ? { baseUrl: cloud.url, operator, members: [], groups: [] }
    : await seedCommunity(cloud.url, operator);
  await cloud.idle();
  keep(file, seeded);
  rmSync(join(data, marker));
  await showTelling(seeded, say).catch(cannotShow);
  return seeded;
}

/** The exchange runs all the same: what it would have shown may be forbidden on this machine. */
function cannotShow(error: unknown): void {
  say(`The demo of webhooks did not end: ${error instanceof Error ? error.message : error}`);
}

async function firstOperator(cloud: LocalCloud) {
  const answer = (await cloud.invoke('Bootstrap', {})) as Record<string, string>;
  const { operatorId, token } = answer;
  if (!operatorId || !token) {
    throw new Error(
      'the operator of this data exists, but credentials.json is gone: begin with another TOCSIN_DATA',
    );
  }
  return { id: operatorId, token };
}

function keep(file: string, community: Community): Community {
  writeForOwner(file, community);
  return community;
}

/** In one step, so that a kill leaves the file as it was or as it is to be. */
function writeForOwner(file: string, content: unknown): void {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.part`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}

function greet(community: Community, file: string): void {
  say(`Credentials are in ${file} (readable by you alone). Try:\n`);
  for (const line of curlLines(community)) say(line);
  say('\nCtrl-C stops it; the data stays.');
}

function stopOnSignals(cloud: LocalCloud, endpointsFile: string): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    say('Stopping …');
    rmSync(endpointsFile, { force: true });
    cloud.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function say(line: string): void {
  console.log(line);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// Whom it tells may have gone, or its file's disk be full: the exchange goes on.
process.stdout.on('error', () => {});

main().catch(fail);
