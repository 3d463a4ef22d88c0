import fc from 'fast-check';
import { routes } from '../../lambdas/contracts/routes';
import type { Audience } from '../../lambdas/core/audience';
import { type AudiencesOf, audiencesOf as trueAudiencesOf } from '../../lambdas/core/visibility';
import { type Engine, startEngine } from '../support/engine';
import { type Pair, twins } from '../support/twin-pair';
import { difference, type Telling, tellingsOf } from '../support/twin-world';
import { type History, history } from '../support/twin-world-history';
import { sweepingTellings } from '../support/twin-world-sweep';

/** `npm run twins -- --worlds 10000` tries any number. */
const worlds = 40;
/** The same histories each time, so that no landing hangs on a draw; the script draws others. */
const seed = 803_460_774;

let engine: Engine;
let once: Promise<Pair> | undefined;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

/** What a sweep over all routes tells with and without what is hidden: played once, since it takes as long as ten histories. */
function swept(): Promise<Pair> {
  once ??= twins(engine)(sweepingTellings);
  return once;
}

describe('two worlds that differ only in what an observer may not see', () => {
  it(
    `tell it the same, byte by byte and read by read, in ${worlds} random histories`,
    async () => {
      const same = fc.asyncProperty(history, async (played: History) => {
        const { found } = await twins(engine)((...world) => tellingsOf(played, ...world));
        expect(found?.withHidden).toBe(found?.without);
      });

      await fc.assert(same, { numRuns: worlds, endOnFailure: true, seed });
    },
    worlds * 20_000,
  );

  it('tell it the same on every route, with hidden, visible, absent and bent ids', async () => {
    const { tellings, found } = await swept();

    expect(found?.withHidden).toBe(found?.without);
    const isRead = (told: Telling) => ![400, 401].includes(told.status);
    const graph = tellings.filter(({ request }) => request.route.operationId === 'graphRead');
    expect(graph.filter(isRead).length).toBeGreaterThan(30);
    const reached = new Set(tellings.filter(isRead).map(({ request }) => request.route));
    const unreached = routes.filter((route) => !reached.has(route));
    const received = tellings.flatMap(({ told }) => JSON.parse(told).received as string[]);
    const events = ['new', 'changed', 'withdrawn', 'about_mine'];
    expect(events.filter((event) => !received.some((one) => one.includes(`"${event}`)))).toEqual(
      [],
    );
    // A look that never gets past validation shows nothing: give its fields what they take. Who withdraws looks no more.
    expect(unreached.map(({ operationId }) => operationId)).toEqual(['withdraw']);
  });

  it('are told apart as soon as the visibility function is bent', async () => {
    const audiencesOf =
      (hidden: readonly Audience[]): AudiencesOf =>
      (member, policy) => [...new Set([...trueAudiencesOf(member, policy), ...hidden])];

    // One in twenty of its looks are enough to tell, and take far less time than all of them.
    const script = (await swept()).tellings
      .map(({ request }) => request)
      .filter((_, at) => at % 20 === 0);

    const { found } = await twins(engine)((world) => sweepingTellings(world, script), {
      audiencesOf,
    });

    expect(found).toBeDefined();
  });
});

describe('the client that the twin worlds are played by', () => {
  it('is told on every route what the real one is told, to the byte and the unit', async () => {
    const tables = await engine.createTables('real');
    const real = await sweepingTellings({
      ...{ client: engine.anotherClient(), tables },
      withHidden: true,
    });
    const bare = (await swept()).tellings;

    expect(difference(real, bare)).toBeUndefined();
    expect(bare).toHaveLength(real.length);
  }, 60_000);
});
