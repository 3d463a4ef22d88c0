import { z } from 'zod';
import { id } from './fields';

/** So long a message may wait in a queue; what is due later waits in storage. */
export const longestDelaySeconds = 900;

/** Something waits for an endpoint; or it is time to try a delivery again. Ids only. */
export const deliveryMessage = z.strictObject({
  member: id,
  endpoint: id,
  delivery: id.optional(),
});

export type DeliveryMessage = z.infer<typeof deliveryMessage>;
