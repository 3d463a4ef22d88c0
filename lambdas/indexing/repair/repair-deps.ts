import type { Audience } from '../../core/audience';
import type { DirectoryStore } from '../../store/directory-store';
import type { DueStore } from '../../store/due-store';
import type { ExchangeStore } from '../../store/exchange-store';
import type { FeedStore } from '../../store/feed-store';
import type { GroupStore } from '../../store/group-store';
import type { JobStore } from '../../store/job-store';
import type { PointerLists } from '../../store/pointer-lists';
import type { RepairStore } from '../../store/repair-store';
import type { CommitDeps } from '../commit-audience';

export interface RepairDeps extends CommitDeps {
  readonly directory: Pick<DirectoryStore, 'listMemberIds' | 'readProfile'>;
  readonly groups: Pick<GroupStore, 'listGroupIds' | 'readGroup'>;
  readonly exchange: Pick<ExchangeStore, 'readCurrent' | 'readShard'>;
  readonly feeds: FeedStore;
  readonly lists: Pick<PointerLists, 'readList'>;
  readonly due: Pick<DueStore, 'readPresent' | 'readCursor'>;
  readonly repairs: RepairStore;
  readonly jobs: JobStore;
  /** Lets what is on its way arrive, before a difference counts as one. */
  readonly wait: () => Promise<void>;
  /** An error as an operator may read it: it never quotes what a member sent. */
  readonly reasonOf: (error: unknown) => string;
}

/** What a walk is for. */
export interface Scope {
  readonly mends: boolean;
  /** The order of its audiences has been thrown away: everything is missing, and on purpose. */
  readonly isRebuild: boolean;
  /** No audience has had a change: a restore has left the feeds out, however young the objects are. */
  readonly isFeedEmpty: boolean;
  /** What has no item is taken from the audience. */
  readonly dropsOrphans: boolean;
  has(audience: Audience): boolean;
}
