import type { Clock } from '../../core/time';
import type { FeedStore } from '../../store/feed-store';
import type { PointerLists } from '../../store/pointer-lists';
import type { PresenceStore } from '../../store/presence-store';

export interface PresenceDeps {
  readonly feeds: Pick<FeedStore, 'readHeads'>;
  readonly lists: Pick<PointerLists, 'readSince'>;
  readonly artifacts: PresenceStore;
  readonly now: Clock;
}
