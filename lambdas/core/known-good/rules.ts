import { z } from 'zod';

const verdict = z.enum(['warn', 'block', 'off']);

export type KnownGoodVerdict = z.output<typeof verdict>;

/** What follows where a list of what is known to be good has an indicator: by default, and by list. */
export const knownGoodRules = z
  .strictObject({
    verdict: verdict.default('warn'),
    lists: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), verdict).default({}),
  })
  .meta({ id: 'KnownGoodRules' });

export type KnownGoodRules = z.output<typeof knownGoodRules>;
