import { z } from 'zod';
import { findingKinds } from './finding';

/**
 * Why an owner shares what the screen asks to be confirmed. It stays on the item for its owner, the operator and the
 * audit; no other audience is shown it.
 */
export const override = z.object({
  reason: z.string(),
  kinds: z.array(z.enum(findingKinds)),
});
export type Override = Readonly<z.output<typeof override>>;

export const longestReasonBytes = 500;
