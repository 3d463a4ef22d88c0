import fc from 'fast-check';
import { groupAudience } from '../../lambdas/core/audience';
import { type AudiencesOf, audiencesOf } from '../../lambdas/core/visibility';
import { type Engine, startEngine } from '../support/engine';
import { type Act, act, tellingsOf, type WorldOptions } from '../support/twin-world';

/** `TWIN_WORLDS=10000 npx jest twin-world` tries any number. */
const worlds = Number(process.env['TWIN_WORLDS'] ?? 40);

let engine: Engine;
let made = 0;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

async function tellings(acts: readonly Act[], options: Partial<WorldOptions>) {
  made += 1;
  const tables = await engine.createTables(`twin${made}`);
  const told = await tellingsOf(acts, {
    ...{ client: engine.documents, tables, withHidden: false },
    ...options,
  });
  await engine.dropTables(tables);
  return told;
}

describe('two worlds that differ only in what an observer may not see', () => {
  it(
    `tell it the same, byte by byte and read by read, in ${worlds} random histories`,
    async () => {
      const same = fc.asyncProperty(
        fc.array(act, { minLength: 8, maxLength: 24 }),
        async (acts) => {
          const withHidden = await tellings(acts, { withHidden: true });
          const without = await tellings(acts, { withHidden: false });

          const at = withHidden.findIndex((line, i) => line !== without[i]);
          expect(withHidden[at]).toBe(without[at]);
        },
      );

      await fc.assert(same, { numRuns: worlds, endOnFailure: true });
    },
    worlds * 20_000,
  );

  it('are told apart as soon as the visibility function is bent', async () => {
    const bent =
      (hiddenGroup: string): AudiencesOf =>
      (member, policy) => [
        ...new Set([...audiencesOf(member, policy), groupAudience(hiddenGroup)]),
      ];
    const shut: Act = {
      ...{ kind: 'publish', owner: 'hidden', value: 0, status: 0, tag: 1, isHidden: true },
      look: 6,
    };
    const acts = [shut, { ...shut, kind: 'index' } as const, { ...shut, look: 0 }];

    const withHidden = await tellings(acts, { withHidden: true, audiencesOf: bent });
    const without = await tellings(acts, { withHidden: false, audiencesOf: bent });

    expect(withHidden).not.toEqual(without);
  });
});
