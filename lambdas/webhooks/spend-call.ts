import type { Caller } from '../core/caller';
import { endpointLimits } from '../core/notify/endpoint';
import { DomainError } from '../core/problem';
import { microsPerSecond } from '../core/time';
import type { EndpointDeps } from './webhooks-deps';

const { calls, callWindowMinutes } = endpointLimits;
const windowSeconds = callWindowMinutes * 60;

/**
 * Of all ways out these are the ones that a member can go at will, to wherever it says: so many in a window, over all of
 * its endpoints and credentials, whatever comes of them.
 */
export async function spendCall(
  { member }: Caller,
  { limits, now }: Pick<EndpointDeps, 'limits' | 'now'>,
): Promise<void> {
  const seconds = Math.floor(now() / microsPerSecond);
  const window = seconds - (seconds % windowSeconds);
  const lease = { bucket: `calls/${member.id}`, window, windowSeconds, amount: 1, quota: calls };
  if ((await limits.lease(lease)) !== undefined) return;
  throw new DomainError(
    'rate.exceeded',
    `At most ${calls} challenges and tests in ${callWindowMinutes} minutes, of all your endpoints.`,
    { extra: { retryAfterSeconds: window + windowSeconds - seconds } },
  );
}
