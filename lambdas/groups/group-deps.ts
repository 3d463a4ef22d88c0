import type { NewIdDeps } from '../core/new-object';
import type { GroupStore } from '../store/group-store';

export interface GroupDeps extends NewIdDeps {
  readonly groups: GroupStore;
}
