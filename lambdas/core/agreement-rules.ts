import { z } from 'zod';

/** What becomes of who has not agreed to the version in force. */
export const agreementRules = z
  .strictObject({
    graceDays: z.int().min(0).max(3650).nullable().meta({
      description:
        'Days after a new version within which a member accepts it; after them it says nothing new until it does. null: it is told, and never refused',
    }),
  })
  .meta({ id: 'AgreementRules' });

/** Told, not refused: nobody is shut out by an operator who only mended a word. */
export const defaultAgreementRules: z.output<typeof agreementRules> = { graceDays: null };
