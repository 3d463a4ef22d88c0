import type { CachedList } from '../../lambdas/core/export/cached-list';
import type { ListContentStore } from '../../lambdas/store/list-content-store';

/** Where lists are kept, without a bucket. */
export function keptContents(): ListContentStore & { readonly kept: Map<string, CachedList> } {
  const kept = new Map<string, CachedList>();
  return {
    kept,
    async read(memberId, name) {
      return kept.get(`${memberId}/${name}`);
    },
    async put(memberId, name, list) {
      kept.set(`${memberId}/${name}`, list);
    },
    async remove(memberId, name) {
      kept.delete(`${memberId}/${name}`);
    },
  };
}
