import type { DeliveryMessage } from '../contracts/delivery-message';
import type { MatchedMessage } from '../contracts/matched-message';
import type { IdMaker } from '../core/id';
import { type Endpoint, takes } from '../core/notify/endpoint';
import { type Match, matchId, viewOf } from '../core/notify/match';
import type { Clock } from '../core/time';
import type { AudiencesOf } from '../core/visibility';
import type { DirectoryStore } from '../store/directory-store';
import type { EndpointStore } from '../store/endpoint-store';
import type { GovernanceStore } from '../store/governance-store';
import type { MatchStore, Seeing } from '../store/match-store';

export interface NotifyDeps {
  readonly matches: MatchStore;
  readonly endpoints: Pick<EndpointStore, 'list'>;
  readonly directory: Pick<DirectoryStore, 'readMember'>;
  readonly governance: Pick<GovernanceStore, 'read'>;
  readonly audiencesOf: AudiencesOf;
  readonly makeId: IdMaker;
  readonly now: Clock;
  /** Rings the deliverer. */
  readonly send: (messages: readonly DeliveryMessage[]) => Promise<void>;
}

/** What is read of a member once a message. */
export interface Listener {
  readonly member: string;
  readonly isIn: boolean;
  readonly endpoints: readonly Endpoint[];
}

/** What a change is told of, in one member's ears. */
export interface Telling {
  readonly message: MatchedMessage;
  readonly seen: Seeing;
  readonly listener: Listener;
  readonly watchId: string;
  /** A watch that is not tells nothing. */
  readonly isLive: boolean;
}

export function hearing({ message, listener, watchId, isLive }: Telling): readonly Endpoint[] {
  if (!isLive) return [];
  const { kind } = message.change;
  return listener.endpoints.filter((endpoint) => takes(endpoint, { watchId, kind }));
}

export function matchOf(
  { message, seen, listener, watchId }: Telling,
  { makeId, now }: NotifyDeps,
): Match {
  const { change, event } = message;
  const { owner, view } = viewOf(change.projection ?? '{"owner":""}');
  return {
    id: matchId({ watchId, objectId: change.id, event, view }, makeId),
    ...{ member: listener.member, watchId, event, owner, view },
    ...{ kind: change.kind, objectId: change.id, indicatorId: change.indicatorId },
    ...{ matchedAt: now(), via: { [seen.audience]: seen.position }, isRead: false },
  };
}
