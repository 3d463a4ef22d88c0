import type { Projection } from '../projection';

/** One condition that lists of pointers answer: any of the tokens, and what the text of the pointer must be. */
export interface Clause {
  readonly name: string;
  /** The lower the more selective; those of one rank are probed for the sparsest. */
  readonly rank: number;
  readonly tokens: readonly string[];
  readonly fits?: (text: string) => boolean;
  /** What only the row tells. */
  readonly holdsFor?: (projection: Projection) => boolean;
}
