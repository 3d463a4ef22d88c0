import { readOptions, UsageError } from '../../bench/options';

describe('the options of the bench', () => {
  it.each([
    [[], [1000, 10_000, 100_000]],
    [['--quick'], [1000]],
    [['--profile', 'look-up'], [1000]],
    [['--stored', '5000'], [5000]],
    [['--stored=2000,1000,2000'], [1000, 2000]],
    [['--large'], [1000, 10_000, 100_000, 300_000]],
    [
      ['--large', '--only', 'feeds'],
      [1000, 10_000, 100_000, 300_000],
    ],
    [
      ['--quick', '--large', '500000'],
      [1000, 500_000],
    ],
  ])('%j: so many are stored', (args, expected) => {
    expect(readOptions(args).stored).toEqual(expected);
  });

  it.each([
    [[], 3],
    [['--quick'], 1],
    [['--quick', '--rounds', '9'], 9],
  ])('%j: each line is measured so often', (args, expected) => {
    expect(readOptions(args).effort.rounds).toBe(expected);
  });

  it.each([
    [['--stored', '10'], "'10' is no number from 1000 to 900000"],
    [['--stored', '1e4'], "'1e4' is no number"],
    [['--stored', '1000,'], "'' is no number"],
    [['--large', '5000000'], "'5000000' is no number"],
    [['--large=-1'], "'-1' is no number"],
    [['--rounds', '0'], "'0' is no number from 1 to 99"],
    [['--profile', 'nobody'], "no function is called 'nobody'"],
    [['--write-readme', '--only', 'feeds'], '--write-readme needs all workloads'],
    [['--slow'], "Unknown option '--slow'"],
    [['feeds'], "Unexpected argument 'feeds'"],
  ])('%j is refused, with how it is used', (args, why) => {
    const read = () => readOptions(args);

    expect(read).toThrow(UsageError);
    expect(read).toThrow(why);
    expect(read).toThrow('npm run bench');
  });
});
