const Sequencer = require('@jest/test-sequencer').default;

/** Takes minutes, and waits more than it computes: begun last, it would run alone. */
const longest = /test\/journey\/kills\.test\.ts$/;

/** On a fresh clone jest knows no durations, and goes by the size of files. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [
      ...sorted.filter(({ path }) => longest.test(path)),
      ...sorted.filter(({ path }) => !longest.test(path)),
    ];
  }
};
