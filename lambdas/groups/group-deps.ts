import type { NewIdDeps } from '../core/new-object';
import type { GroupLists } from '../store/group-lists';
import type { GroupStore } from '../store/group-store';
import type { RepeatStore } from '../store/repeat-store';

export interface GroupDeps extends NewIdDeps {
  readonly groups: GroupStore;
  readonly lists: GroupLists;
  readonly repeats: RepeatStore;
}
