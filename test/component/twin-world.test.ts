import fc from 'fast-check';
import { type AudiencesOf, audiencesOf } from '../../lambdas/core/visibility';
import { type Engine, startEngine } from '../support/engine';
import { difference, tellingsOf } from '../support/twin-world';
import type { WorldOptions } from '../support/twin-world-cast';
import { type Act, type History, history } from '../support/twin-world-history';
import type { Request } from '../support/twin-world-looks';

/** `npm run twins -- --worlds 10000` tries any number. */
const worlds = 40;

let engine: Engine;
let made = 0;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

async function tellings(
  played: History,
  options: Partial<WorldOptions>,
  script?: readonly Request[],
) {
  made += 1;
  const tables = await engine.createTables(`twin${made}`);
  const all = { client: engine.documents, tables, withHidden: false, ...options };
  const told = await tellingsOf(played, all, script);
  await engine.dropTables(tables);
  return told;
}

async function differenceIn(played: History, bent: Pick<WorldOptions, 'audiencesOf'> = {}) {
  const withHidden = await tellings(played, { ...bent, withHidden: true });
  const script = withHidden.map(({ request }) => request);
  return difference(withHidden, await tellings(played, { ...bent, withHidden: false }, script));
}

describe('two worlds that differ only in what an observer may not see', () => {
  it(
    `tell it the same, byte by byte and read by read, in ${worlds} random histories`,
    async () => {
      const same = fc.asyncProperty(history, async (played) => {
        const found = await differenceIn(played);
        expect(found?.withHidden).toBe(found?.without);
      });

      await fc.assert(same, { numRuns: worlds, endOnFailure: true });
    },
    worlds * 20_000,
  );

  it('are told apart as soon as the visibility function is bent', async () => {
    const bent =
      (hidden: readonly string[]): AudiencesOf =>
      (member, policy) => [...new Set([...audiencesOf(member, policy), ...(hidden as never[])])];
    const shut: Act = {
      ...{ kind: 'publish', actor: 'hidden', value: 0, status: 0, tag: 0, isHidden: true },
      look: 6,
    };
    const acts = [shut, { ...shut, kind: 'tick', isHidden: false } as const, shut, shut];
    const setting = { observerClass: 'company', groups: 1, isCrowded: false } as const;

    const found = await differenceIn({ setting, acts }, { audiencesOf: bent });

    expect(found?.withHidden).not.toBe(found?.without);
  });
});
