import { isoTime } from '../core/time';
import type { JobStore } from '../store/job-store';
import type { ScreeningStore } from '../store/screening-store';
import { type Rescan, rescanJob } from './rescan-state';

export interface FlagDeps {
  readonly screening: Pick<ScreeningStore, 'listFlags'>;
  readonly jobs: Pick<JobStore, 'read'>;
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
