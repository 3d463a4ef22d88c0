import { z } from 'zod';
import type { FindingKind } from './finding';

/** What follows from a finding; a value is never changed, so it is not redacted. */
const inText = z.enum(['block', 'redact', 'confirm', 'off']);
const inValue = z.enum(['block', 'confirm', 'off']);

export type ScreenVerdict = z.output<typeof inText>;

const kind = (text: z.output<typeof inText>, value: z.output<typeof inValue>) =>
  z.strictObject({ text: inText.default(text), value: inValue.default(value) }).prefault({});

/**
 * The verdict on each kind: in texts (description, tags, source) and in the value. By default a text loses what is
 * personal, and whoever shares a value that has it says why; cards are in no indicator.
 */
export const screenRules = z
  .strictObject({
    email: kind('redact', 'confirm'),
    phone: kind('redact', 'confirm'),
    card: kind('redact', 'block'),
    credential: kind('redact', 'confirm'),
    private_address: kind('redact', 'confirm'),
    // In a text it tells of nobody; as an indicator it would block everybody.
    loopback_address: kind('off', 'confirm'),
  } satisfies Record<FindingKind, z.ZodType>)
  .meta({ id: 'ScreenRules' });

export type ScreenRules = z.output<typeof screenRules>;
