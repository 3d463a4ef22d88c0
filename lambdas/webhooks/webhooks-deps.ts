import type { DeliveryMessage } from '../contracts/delivery-message';
import type { GuardedCall } from '../core/egress/call';
import type { EgressRules } from '../core/egress/check-url';
import type { NewIdDeps } from '../core/new-object';
import type { DeliveryStore } from '../store/delivery-store';
import type { EndpointStore } from '../store/endpoint-store';
import type { LimitsStore } from '../store/limits-store';
import type { MatchStore } from '../store/match-store';

/** To make an endpoint, change it and call it. */
export interface EndpointDeps extends NewIdDeps {
  readonly endpoints: EndpointStore;
  readonly limits: LimitsStore;
  readonly sealSecret: (secret: string, endpoint: string) => string;
  readonly openSecret: (sealed: string, endpoint: string) => string;
  readonly rules: EgressRules;
  readonly call: GuardedCall;
}

export interface WebhooksDeps extends EndpointDeps {
  readonly deliveries: DeliveryStore;
  readonly matches: Pick<MatchStore, 'readMany' | 'list'>;
  readonly send: (message: DeliveryMessage) => Promise<void>;
}
