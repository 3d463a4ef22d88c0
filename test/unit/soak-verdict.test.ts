import { complaintsOf, type Sample } from '../../bench/endurance/soak-verdict';

const level: Omit<Sample, 'seconds'> = {
  memory: new Map([
    ['gateway', 200],
    ['held', 22],
    ['publish', 150],
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

const memoryWith = (role: string, megabytes: number) => ({
  memory: new Map([...level.memory, [role, megabytes]]),
});

describe('what a soak complains of', () => {
  it('is nothing where all stayed level', () => {
    expect(complaintsOf(samples())).toEqual([]);
  });

  it.each(['held', 'publish'])('is a leak of %s', (role) => {
    const leaking = samples((share) => memoryWith(role, 150 + 100 * share));

    expect(complaintsOf(leaking)).toEqual([expect.stringContaining(`${role} held at least`)]);
  });

  it('is no heap that fills and is emptied, nor room that V8 leaves the gateway', () => {
    const saw = samples((share) => memoryWith('publish', 100 + 100 * ((share * 5) % 1)));
    const roomy = samples((share) => memoryWith('gateway', 110 + 110 * share));

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
