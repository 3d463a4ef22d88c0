import type { DeliveryMessage } from '../contracts/delivery-message';
import type { AuditEvent } from '../core/audit';
import type { GuardedCall } from '../core/egress/call';
import type { Clock } from '../core/time';
import type { AudiencesOf } from '../core/visibility';
import type { DeliveryStore } from '../store/delivery-store';
import type { DirectoryStore } from '../store/directory-store';
import type { EndpointStore } from '../store/endpoint-store';
import type { GovernanceStore } from '../store/governance-store';
import type { MatchStore } from '../store/match-store';

export interface DeliverDeps {
  readonly endpoints: EndpointStore;
  readonly deliveries: DeliveryStore;
  readonly matches: Pick<MatchStore, 'readMany'>;
  readonly directory: Pick<DirectoryStore, 'readMember'>;
  readonly governance: Pick<GovernanceStore, 'read'>;
  readonly audiencesOf: AudiencesOf;
  /** What was sealed for that endpoint. */
  readonly openSecret: (sealed: string, endpoint: string) => string;
  readonly call: GuardedCall;
  readonly send: (message: DeliveryMessage, delaySeconds?: number) => Promise<void>;
  readonly now: Clock;
  readonly random: () => number;
  /** Puts on record that nothing is sent to an endpoint any more; perhaps more than once. */
  readonly onDisabled: (event: AuditEvent) => Promise<void>;
}
