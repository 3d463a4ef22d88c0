import { listRootsRoute, readAuditOfRoute } from '../../../lambdas/contracts/audit.contract';
import type { AuditEntry } from '../../../lambdas/core/audit';
import { chainVerifier, type Fault, faultySeal } from '../../../lambdas/core/audit-verify';
import { isoTime } from '../../../lambdas/core/time';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { auditPages, type OwnSeals, readRoots, readSeals } from './audit-pages';
import { auditPath } from './audit-replies';

/** `tocsin audit list|verify [--member ID]` */
export async function audit(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb, ...others] = args.positionals;
  if (others.length > 0 || (verb !== 'list' && verb !== 'verify')) {
    throw usage('audit takes list or verify');
  }
  const member = args.one('member');
  if (member !== undefined && !/^([1-9][0-9]{0,18}|exchange)$/.test(member)) {
    throw usage('--member is the id of a member, or exchange');
  }
  const { client } = connect(args, io, progressBar(io));
  const path = member === undefined ? auditPath : readAuditOfRoute.path.replace('{id}', member);
  return verb === 'list' ? list(client, path, args, io) : verify(client, path, args, io);
}

async function list(
  client: ExchangeClient,
  path: string,
  args: Arguments,
  io: Io,
): Promise<ExitCode> {
  const after = wholeNumber(args, 'after', { least: 0, most: 999_999_999_999 }) ?? 0;
  for await (const { entries } of auditPages(client, path, { after, kind: args.one('kind') })) {
    for (const entry of entries) {
      await print(io.stdout, args.has('json') ? JSON.stringify(entry) : entryLine(entry));
    }
  }
  return exitCodes.ok;
}

function entryLine({
  n,
  at,
  kind,
  actor,
  credential,
  about,
}: Omit<AuditEntry, 'kind'> & { kind: string }) {
  const facts = Object.entries(about).map(([name, value]) => `${name}=${value}`);
  const who = credential === null ? actor : `credential ${credential}`;
  return printable([n, isoTime(at), kind, who, ...facts].join('  '));
}

async function verify(
  client: ExchangeClient,
  path: string,
  args: Arguments,
  io: Io,
): Promise<ExitCode> {
  const seals = await readSeals(client, `${path}/seals`);
  const result = await verifyChain(client, path, seals);
  const { count, hash, fault } = result;
  const day = fault ? undefined : await faultyDay(client, path, seals, result.chain);
  if (args.has('json')) {
    const shown = { verified: fault === undefined && day === undefined, count, hash };
    const wrong = { ...(fault ? { fault } : {}), ...(day ? { faultySeal: day } : {}) };
    await print(io.stdout, JSON.stringify({ ...shown, seals: seals.length, ...wrong }));
  } else if (fault) {
    await print(io.stdout, `entry ${fault.n} ${verbOf(fault)} ${fault.what}: ${fault.detail}`);
  } else if (day) {
    await print(io.stdout, `the seal of ${day} does not hold`);
  } else {
    await print(io.stdout, `verified  ${count} entries, ${seals.length} seals, head ${hash}`);
  }
  return fault || day ? exitCodes.mismatch : exitCodes.ok;
}

function verbOf({ what }: Fault): string {
  return what === 'missing' ? 'is' : 'was';
}

async function verifyChain(client: ExchangeClient, path: string, seals: OwnSeals) {
  let verifier: ReturnType<typeof chainVerifier> | undefined;
  let last = { chain: '', head: { count: 0, hash: '' } };
  for await (const { chain, entries, head } of auditPages(client, path, { after: 0 })) {
    verifier ??= chainVerifier(chain, seals);
    last = { chain, head };
    const fault = verifier.take(entries as readonly AuditEntry[]);
    if (fault) return { ...verifier.verified, chain, fault };
  }
  const fault = verifier?.end(last.head);
  return { ...last.head, chain: last.chain, ...(fault ? { fault } : {}) };
}

/** The operator sees every root: those that a member is shown must be the same. */
async function faultyDay(
  client: ExchangeClient,
  path: string,
  seals: OwnSeals,
  chain: string,
): Promise<string | undefined> {
  const day = faultySeal(chain, seals);
  if (day !== undefined || path === auditPath) return day;
  const roots = await readRoots(client, listRootsRoute.path);
  const known = new Map(roots.map((one) => [one.day, one.seal]));
  return seals.find((one) => known.get(one.day) !== one.seal)?.day;
}
