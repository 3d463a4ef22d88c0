import type { BenchCloud } from './cloud';
import type { Scene } from './scene';
import type { Row } from './workload';

/** One exchange that runs, with so many stored. */
export interface Stand {
  readonly scene: Scene;
  readonly cloud: BenchCloud;
}

/** Something that is measured in rounds. */
export interface Probe {
  readonly title: string;
  /** Starts the function's processes, fills their caches and lets the compiler see the code. */
  warmUp(stand: Stand): Promise<void>;
  /** The lines of one round; what it writes is indexed when it ends. */
  round(stand: Stand): Promise<Row[]>;
}
