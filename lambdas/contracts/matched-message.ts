import { z } from 'zod';
import { objectKinds } from '../core/exchange-object';
import { audienceName, id, micros } from './fields';

/**
 * Why a watch's member is told: something new met it; what it was told of is another now, or is gone;
 * or others have something to say of what is its own.
 * `new` and `changed` are one class when it comes to telling something once: one change may be new in one audience and
 * a change in another. `withdrawn` is from the audience that it names: what came through others too still stands.
 */
export const matchEvents = ['new', 'changed', 'withdrawn', 'about_mine'] as const;
export type MatchEvent = (typeof matchEvents)[number];

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
