import { complaintsOf, type Sample } from '../../bench/endurance/soak-verdict';

const level: Omit<Sample, 'seconds'> = {
  memory: new Map([
    ['gateway', 200],
    ['engine', 20],
    ['publish', 150],
  ]),
  held: new Map([
    ['gateway', 22],
    ['publish', 30],
  ]),
  lagMilliseconds: 60,
  megabytes: 10,
  streamRecords: 20,
};

/** Half an hour, a sample every ten seconds. */
function samples(bend: (share: number) => Partial<Sample> = () => ({})): Sample[] {
  const count = 180;
  return Array.from({ length: count }, (_, at) => ({
    ...level,
    seconds: at * 10,
    ...bend(at / count),
  }));
}

const heldBy = (role: string, megabytes: number) => ({
  held: new Map([...level.held, [role, megabytes]]),
});
const resident = (role: string, megabytes: number) => ({
  memory: new Map([...level.memory, [role, megabytes]]),
});

describe('what a soak complains of', () => {
  it('is nothing where all stayed level', () => {
    expect(complaintsOf(samples())).toEqual([]);
  });

  it('is a leak of a heap, or of the engine', () => {
    const leaking = samples((share) => heldBy('publish', 30 + 100 * share));
    const swelling = samples((share) => resident('engine', 20 + 100 * share));

    expect(complaintsOf(leaking)).toEqual([expect.stringContaining('publish held at least')]);
    expect(complaintsOf(swelling)).toEqual([expect.stringContaining('engine held at least')]);
  });

  it('is no cache that fills and is emptied, nor the room that V8 takes', () => {
    const saw = samples((share) => heldBy('publish', 30 + 100 * ((share * 5) % 1)));
    const roomy = samples((share) => resident('gateway', 110 + 110 * share));

    expect(complaintsOf(saw)).toEqual([]);
    expect(complaintsOf(roomy)).toEqual([]);
  });

  it('is a lag that grows, a probe that was never seen, a stream that is not trimmed', () => {
    const slow = samples((share) => ({ lagMilliseconds: share > 0.5 ? 900 : 60 }));
    const lost = samples((share) => (share > 0.99 ? { lagMilliseconds: undefined } : {}));
    const full = samples((share) => ({ streamRecords: 4000 * share }));

    expect(complaintsOf(slow)).toEqual([expect.stringContaining('the lag grew')]);
    expect(complaintsOf(lost)).toEqual([expect.stringContaining('never seen')]);
    expect(complaintsOf(full)).toEqual([expect.stringContaining('the stream holds')]);
  });
});
