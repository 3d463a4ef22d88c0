import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examineDrift, examineNow, examineWalk } from '../../../bin/cli/operations/examine';
import { operatorCommands } from '../../../bin/cli/operator-commands';
import { walked, wellDoctor } from '../../component/cli/lambda-double';

const ill = {
  ...wellDoctor,
  lag: { milliseconds: null, waitedSeconds: 10 },
  queues: [{ name: 'parked', messages: 1 }],
  expirerMinutesBehind: 3,
};
const worst = [
  ...examineNow(ill),
  ...examineWalk(walked({ drift: { row: 1 }, failed: [{ id: '1', reason: 'x' }] })),
  ...examineWalk(walked({ drift: { orphan: 1 } })),
  ...examineWalk(walked({ state: 'refused', missing: ['Directory'] })),
];

describe('what mends what is wrong', () => {
  it('is a command of tocsin or a heading of the runbook', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const mends = worst.map(({ mend }) => mend);

    const headings = mends.flatMap((mend) => /README, (.*)/.exec(mend)?.[1] ?? []);
    const commands = mends.flatMap((mend) => /tocsin ([a-z-]+)/.exec(mend)?.[1] ?? []);

    expect(headings.length + commands.length).toBe(mends.length);
    expect(headings.filter((heading) => !readme.includes(`### ${heading}\n`))).toEqual([]);
    const known = operatorCommands.map(({ name }) => name);
    expect(commands.filter((command) => !known.includes(command))).toEqual([]);
  });
});

describe('the limits of health', () => {
  it.each([
    ['an expirer two minutes behind', { expirerMinutesBehind: 2 }],
    ['nothing that ever ends', { expirerMinutesBehind: null }],
    ['no queue at all', { queues: [] }],
  ])('allow %s', (_what, now) => {
    expect(examineNow({ ...wellDoctor, ...now })).toEqual([]);
  });

  it('allow differences that were mended', () => {
    const drift = { row: 2, entry: 1 };

    expect(examineDrift({ drift, repaired: drift })).toEqual([]);
    expect(examineDrift({ drift, repaired: { row: 2 } })).toHaveLength(1);
  });

  it('do not allow a walk that did not look', () => {
    expect(examineWalk(walked({ state: 'busy' }))).toHaveLength(1);
  });
});
