import { z } from 'zod';

const encoder = new TextEncoder();

/** Text that can be stored and sent on as it is: well-formed Unicode without NUL, limited in UTF-8 bytes. */
export function text(maxBytes: number, minLength = 0) {
  return z
    .string()
    .min(minLength)
    .max(maxBytes)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), {
      error: 'must be well-formed Unicode without NUL',
    })
    .refine((value) => encoder.encode(value).length <= maxBytes, {
      error: `must be at most ${maxBytes} bytes of UTF-8`,
    });
}

/** An id of any kind: a decimal string below 2^63. */
export const id = z
  .string()
  .regex(/^[1-9][0-9]{0,18}$/, { error: 'must be an id: a decimal string', abort: true })
  .refine((value) => BigInt(value) < 1n << 63n, { error: 'must be below 2^63' })
  .meta({ id: 'Id', examples: ['4611686018427387904'] });

export const time = z.iso
  .datetime({ offset: true })
  .refine((value) => Date.parse(value) >= 0 && Date.parse(value) < Date.UTC(9999, 0), {
    error: 'must be from 1970 to 9998',
  })
  .meta({ id: 'Time', examples: ['2026-11-22T10:00:00Z'] });

/** A position or version: microseconds, an integer. */
export const micros = z.int().min(0).meta({ id: 'Micros' });

/** Of a query. */
export const wholeNumber = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/, { error: 'must be a whole number' });

export const audienceName = z
  .string()
  .regex(/^(community|group:[1-9][0-9]{0,18}|member:[1-9][0-9]{0,18})$/, {
    error: 'must be community, group:<id> or member:<id>',
  })
  .meta({ id: 'AudienceName', examples: ['community', 'group:4611686018427387904'] });

export const audiencesEpoch = z.string().meta({
  id: 'AudiencesEpoch',
  description:
    'Another one whenever your set of audiences is another. Then drop your copies of those audiences that are not among yours any more.',
});

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    pointer: z.string().optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details with a stable dotted code' });
