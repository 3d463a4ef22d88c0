import type { Kept } from './load/empty-exchange';
import type { StoredExchange } from './load/stored-exchange';
import type { Options } from './options';
import type { Scene } from './scene';

export interface Setting {
  readonly root: string;
  readonly kept: Kept;
  /** Where data folders are run; the caller's to remove. */
  readonly workplace: string;
  readonly options: Options;
}

/** An exchange to be run: a copy of the loaded one, and what is known of it. */
export interface Prepared {
  readonly exchange: StoredExchange;
  readonly data: string;
  readonly scene: Scene;
}
