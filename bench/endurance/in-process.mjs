// Preloaded into each process of the cloud: when it is asked, collects its garbage and writes how many megabytes it still holds.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { HELD_FOLDER: folder } = process.env;

if (folder) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const file = `${folder}/${process.pid}`;
  // A process that is not as far yet as to listen ignores this signal; most others would end it.
  process.on('SIGWINCH', () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(`${file}.new`, String((heapUsed + external) / 2 ** 20));
    renameSync(`${file}.new`, file);
  });
}
