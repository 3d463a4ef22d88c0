import type { AddressDeps } from '../core/address';
import type { TellRead } from '../core/audit-read';
import type { Caller } from '../core/caller';
import type { ListingDeps } from '../directory/listings';
import type { CommentDeps } from '../discussion/comment';
import type { PublishDeps } from '../exchange/publish-descriptor';
import type { ReviseDeps } from '../exchange/revise-descriptor';
import type { FeedDeps } from '../feeds/read-feed';
import type { GroupDeps } from '../groups/group-deps';
import type { WatchDeps } from '../matching/change-watch';
import type { LookUpDeps } from '../search/look-up';
import type { ReadDescriptorDeps } from '../search/read-descriptor';
import type { ReadDescriptorsDeps } from '../search/read-descriptors';
import type { SearchDeps } from '../search/searching';
import type { AudienceIndexStore } from '../store/audience-index-store';
import type { TagStore } from '../store/tag-store';
import type { EndpointDeps } from '../webhooks/webhooks-deps';
import type { Entrance } from './entrance';
import type { GraphRequest } from './graph-request';
import type { NamesOf } from './member-names';
import { type Reactions, reactionsReader } from './reactions';

/** What the use cases behind this surface need. */
export type GraphDeps = AddressDeps &
  CommentDeps &
  FeedDeps &
  GroupDeps &
  ListingDeps &
  Omit<LookUpDeps, 'sift'> &
  PublishDeps &
  ReadDescriptorDeps &
  ReadDescriptorsDeps &
  ReviseDeps &
  SearchDeps & {
    readonly index: Pick<AudienceIndexStore, 'readRowsStrongly'>;
    readonly tags: TagStore;
    readonly tellRead: TellRead;
    readonly watching: WatchDeps;
    readonly webhooks: EndpointDeps;
  };

/** One request of one caller, with what is read once for all of its answer. */
export interface GraphContext {
  readonly request: GraphRequest;
  readonly caller: Caller;
  readonly require: Entrance['require'];
  readonly deps: GraphDeps;
  readonly nameOf: (memberId: string) => Promise<string>;
  readonly reactionsOn: (indicatorId: string) => Promise<Reactions>;
}

export function graphContext(
  request: GraphRequest,
  { caller, require }: Entrance,
  deps: GraphDeps,
  names: NamesOf,
): GraphContext {
  return {
    ...{ request, caller, require, deps },
    nameOf: names(caller),
    reactionsOn: reactionsReader(caller, deps),
  };
}
