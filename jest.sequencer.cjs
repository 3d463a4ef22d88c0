const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest, longest first, as test/<name>.test.ts: begun last, one of them would run alone for a minute or two. */
const longest = [
  'journey/kills',
  'component/mutation',
  'journey/faults',
  'component/twin-world',
  'journey/soak',
  'journey/exchange',
  'component/search/oracle',
  'journey/revocation',
  'component/cli/kill',
  'component/audit/oracle',
  'component/restore',
];

/** On a fresh clone jest knows no durations, and goes by the size of files. */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = longest.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
