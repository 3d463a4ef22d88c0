import { z } from 'zod';
import { country } from './country';
import { sectors } from './sector';

/** What a member says of itself, and whether the directory of members shows it; only the member decides. */
export const listing = z.object({
  isListed: z.boolean(),
  about: z.string().optional(),
  sector: z.enum(sectors).optional(),
  country: country.optional(),
  website: z.string().optional(),
  contact: z.string().optional(),
});
export type Listing = z.infer<typeof listing>;

/** What is named is set, null is taken away. */
export type ListingPatch = { readonly [F in keyof Listing]?: Listing[F] | null | undefined };
