import type { Endpoint } from '../core/notify/endpoint';
import { liveKeys } from '../core/notify/endpoint';
import type { Health } from '../core/notify/health';
import { breakerState } from '../core/webhooks/breaker';
import type { HealthyEndpoint } from '../store/endpoint-store';

/** As its member is shown it; what is sealed is not. */
export function endpointView({ endpoint, health }: HealthyEndpoint, now: number) {
  const { id, url, format, payload, signing, state, version, createdAt } = endpoint;
  return {
    ...{ id, url, format, payload, signing, state, version, createdAt },
    watches: endpoint.watches ?? null,
    topics: endpoint.topics ?? null,
    reason: endpoint.reason ?? null,
    disabledAt: endpoint.disabledAt ?? null,
    secrets: secretsOf(endpoint, now),
    health: healthView(health, now),
  };
}

function secretsOf(endpoint: Endpoint, now: number) {
  return liveKeys(endpoint, now).map(({ id, createdAt, endsAt = null }) => ({
    ...{ id, createdAt, endsAt },
  }));
}

function healthView({ breaker, delivered, failed, ...health }: Health, now: number) {
  const { failures, failingSince = null, openUntil = null } = breaker;
  return {
    ...{ state: breakerState(breaker, now), failures, failingSince, pausedUntil: openUntil },
    ...{ delivered, failed },
    lastDeliveredAt: health.lastDeliveredAt ?? null,
    lastFailedAt: health.lastFailedAt ?? null,
  };
}
