import type { Engine } from './engine';
import { difference, type Telling } from './twin-world';
import type { WorldOptions } from './twin-world-cast';
import type { Request } from './twin-world-looks';

export type Teller = (options: WorldOptions, script?: readonly Request[]) => Promise<Telling[]>;

export interface Pair {
  readonly tellings: readonly Telling[];
  readonly found: ReturnType<typeof difference>;
}

let made = 0;

/** Plays the same with and without what is hidden, on an engine that is reused; what is asked in the one is asked in the other. */
export function twins(engine: Engine) {
  async function inNewTables<T>(run: (world: Omit<WorldOptions, 'withHidden'>) => Promise<T>) {
    made += 1;
    const tables = await engine.createTables(`twin${made}`);
    try {
      return await run({ client: engine.bareClient(), tables });
    } finally {
      await engine.dropTables(tables);
    }
  }
  return async (tell: Teller, bent: Pick<WorldOptions, 'audiencesOf'> = {}): Promise<Pair> => {
    const tellings = await inNewTables((world) => tell({ ...world, ...bent, withHidden: true }));
    const script = tellings.map(({ request }) => request);
    const without = await inNewTables((world) =>
      tell({ ...world, ...bent, withHidden: false }, script),
    );
    return { tellings, found: difference(tellings, without) };
  };
}
