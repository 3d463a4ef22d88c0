import { z } from 'zod';
import { objectKinds } from '../core/exchange-object';
import { matchEvents } from '../core/notify/match';
import { audienceName, id, micros } from './fields';

export type { MatchEvent } from '../core/notify/match';
export { matchEvents } from '../core/notify/match';

/** Of one change; what met more becomes several messages. */
export const watchesPerMessage = 400;

/** One change of one audience's feed, and watches that it met: what the matcher hands to the notifier. */
export const matchedMessage = z.strictObject({
  change: z.strictObject({
    audience: audienceName,
    position: micros,
    /** When it was put in that order; microseconds. */
    at: micros,
    kind: z.enum(objectKinds),
    id,
    indicatorId: id,
    /** What that audience is shown, as it is stored; of what is withdrawn, what it was shown last. */
    projection: z.string().optional(),
  }),
  event: z.enum(matchEvents),
  watches: z
    .array(z.strictObject({ member: id, watchId: id }))
    .min(1)
    .max(watchesPerMessage),
});

export type MatchedMessage = z.infer<typeof matchedMessage>;
export type MatchedChange = MatchedMessage['change'];
