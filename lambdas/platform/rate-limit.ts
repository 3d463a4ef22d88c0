import { DomainError } from '../core/problem';
import { type Clock, microsPerSecond } from '../core/time';
import type { LimitsStore } from '../store/limits-store';

export interface RateLimitDeps {
  readonly limits: LimitsStore;
  /** Whom it counts: a member by its id, or a source, where nobody is known, by its network. */
  readonly kind: 'member' | 'source';
  readonly requestsPerSecond: number;
  readonly now: Clock;
}

interface Bucket {
  readonly window: number;
  /** Leased by this environment and not used yet. */
  left: number;
  /** Leased by all environments when this one leased last. */
  leased: number;
  /** What to lease next. */
  next: number;
}

const windowSeconds = 10;
const [firstLease, largestLease] = [5, 100];

export interface Allowance {
  readonly headers: Readonly<Record<string, string>>;
  /** Present when the request is one too many. */
  readonly refusal?: DomainError;
}

export type RateLimit = (who: string) => Promise<Allowance>;

/**
 * Counts requests in windows of 10 s. An environment leases some at a time, the more the more is asked of it, so
 * that up to a hundred requests cost one write. What it leased and did not use is lost until the window ends, which is
 * why it begins with few.
 */
export function rateLimiter({ limits, kind, requestsPerSecond, now }: RateLimitDeps): RateLimit {
  const quota = requestsPerSecond * windowSeconds;
  let buckets = new Map<string, Bucket>();
  let current = 0;

  return async (who) => {
    const seconds = Math.floor(now() / microsPerSecond);
    const window = seconds - (seconds % windowSeconds);
    if (window !== current) {
      buckets = new Map();
      current = window;
    }
    const bucket = buckets.get(who) ?? { window, left: 0, leased: 0, next: firstLease };
    buckets.set(who, bucket);
    const resetsIn = window + windowSeconds - seconds;
    if (bucket.left <= 0 && bucket.leased < quota) await lease(who, bucket);
    if (bucket.left <= 0) {
      return { headers: headers(kind, quota, 0, resetsIn), refusal: exceeded(quota, resetsIn) };
    }
    bucket.left -= 1;
    return { headers: headers(kind, quota, quota - bucket.leased + bucket.left, resetsIn) };
  };

  async function lease(who: string, bucket: Bucket): Promise<void> {
    const { window } = bucket;
    const amount = Math.min(bucket.next, quota - bucket.leased);
    bucket.next = Math.min(2 * bucket.next, largestLease);
    const leased = await limits.lease({
      ...{ bucket: `${kind}/${who}`, window, windowSeconds, amount, quota },
    });
    bucket.left += leased === undefined ? 0 : amount;
    bucket.leased = leased ?? quota;
  }
}

function headers(kind: string, quota: number, remaining: number, resetsIn: number) {
  return {
    'ratelimit-policy': `"${kind}";q=${quota};w=${windowSeconds}`,
    ratelimit: `"${kind}";r=${Math.max(0, remaining)};t=${resetsIn}`,
  };
}

function exceeded(quota: number, resetsIn: number): DomainError {
  const detail = `At most ${quota} requests in ${windowSeconds} s; the next window opens in ${resetsIn} s.`;
  return new DomainError('rate.exceeded', detail, { extra: { retryAfterSeconds: resetsIn } });
}
