import { notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { DirectoryStore } from '../store/directory-store';
import type { JobStore } from '../store/job-store';
import type { ScreeningStore } from '../store/screening-store';
import { type Rescan, rescanJob } from './rescan-state';

export interface FlagDeps {
  readonly screening: Pick<ScreeningStore, 'listFlags'>;
  readonly jobs: Pick<JobStore, 'read'>;
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
}

const flagsPerPage = 100;

export async function listFlags(
  owner: string,
  after: string | undefined,
  { screening }: Pick<FlagDeps, 'screening'>,
) {
  const flags = await screening.listFlags(owner, after, flagsPerPage);
  const isLast = flags.length < flagsPerPage;
  return {
    flags: flags.map(({ scannedAt, ...flag }) => ({ ...flag, scannedAt: isoTime(scannedAt) })),
    next: isLast ? null : (flags.at(-1)?.descriptorId ?? null),
  };
}

/** Those of one member, for the operator. */
export async function listMemberFlags(
  memberId: string,
  after: string | undefined,
  deps: Pick<FlagDeps, 'screening' | 'directory'>,
) {
  if (!(await deps.directory.readProfile(memberId))) throw notFound();
  return listFlags(memberId, after, deps);
}

/** The last walk, or the one that is under way. */
export async function readScreening({ jobs }: Pick<FlagDeps, 'jobs'>) {
  const text = await jobs.read(rescanJob);
  if (text === undefined) return { state: 'never', objects: 0, failed: 0, owners: [] };
  const { rules, startedAt, endedAt, objects, failed, owners } = JSON.parse(text) as Rescan;
  return {
    state: endedAt === null ? 'running' : 'done',
    startedAt: isoTime(startedAt),
    ...(endedAt === null ? {} : { endedAt: isoTime(endedAt) }),
    ...{ policyVersion: rules.policy, knownGoodVersion: rules.knownGood, objects, failed },
    owners: Object.entries(owners).map(([memberId, counts]) => ({ memberId, ...counts })),
  };
}
