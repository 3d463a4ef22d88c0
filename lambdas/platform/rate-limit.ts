import { DomainError } from '../core/problem';
import { type Clock, microsPerSecond } from '../core/time';
import type { LimitsStore } from '../store/limits-store';

export interface RateLimitDeps {
  readonly limits: LimitsStore;
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

export type RateLimit = (memberId: string) => Promise<Allowance>;

/**
 * Counts a member's requests in windows of 10 s. An environment leases some at a time, the more the more
 * the member asks of it, so that up to a hundred requests cost one write. What it leased and did not use is lost
 * to the member until the window ends, which is why it begins with few.
 */
export function rateLimiter({ limits, requestsPerSecond, now }: RateLimitDeps): RateLimit {
  const quota = requestsPerSecond * windowSeconds;
  let buckets = new Map<string, Bucket>();
  let current = 0;

  return async (memberId) => {
    const seconds = Math.floor(now() / microsPerSecond);
    const window = seconds - (seconds % windowSeconds);
    if (window !== current) {
      buckets = new Map();
      current = window;
    }
    const bucket = buckets.get(memberId) ?? { window, left: 0, leased: 0, next: firstLease };
    buckets.set(memberId, bucket);
    const resetsIn = window + windowSeconds - seconds;
    if (bucket.left <= 0 && bucket.leased < quota) await lease(memberId, bucket);
    if (bucket.left <= 0) {
      return { headers: headers(quota, 0, resetsIn), refusal: exceeded(quota, resetsIn) };
    }
    bucket.left -= 1;
    return { headers: headers(quota, quota - bucket.leased + bucket.left, resetsIn) };
  };

  async function lease(memberId: string, bucket: Bucket): Promise<void> {
    const { window } = bucket;
    const amount = Math.min(bucket.next, quota - bucket.leased);
    bucket.next = Math.min(2 * bucket.next, largestLease);
    const leased = await limits.lease({ memberId, window, windowSeconds, amount, quota });
    bucket.left += leased === undefined ? 0 : amount;
    bucket.leased = leased ?? quota;
  }
}

function headers(quota: number, remaining: number, resetsIn: number): Record<string, string> {
  return {
    'ratelimit-policy': `"member";q=${quota};w=${windowSeconds}`,
    ratelimit: `"member";r=${Math.max(0, remaining)};t=${resetsIn}`,
  };
}

function exceeded(quota: number, resetsIn: number): DomainError {
  const detail = `At most ${quota} requests in ${windowSeconds} s; the next window opens in ${resetsIn} s.`;
  return new DomainError('rate.exceeded', detail, { extra: { retryAfterSeconds: resetsIn } });
}
