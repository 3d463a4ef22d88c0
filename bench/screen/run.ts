import { readCorpus, scoreOf } from './corpus';
import { screenFolder } from './folder';

/** `npx tsx bench/screen/run.ts [FOLDER]`: the screen on the corpus of our own, or on what is in a folder. */
async function run(folder: string | undefined): Promise<void> {
  if (folder !== undefined) return screenFolder(folder);
  const { cases, marks, found, innocent, missed, falseAlarms } = scoreOf(readCorpus());
  console.log(
    `${cases} cases: finds ${found} of ${marks}, takes ${falseAlarms.length} of ${innocent} innocent look-alikes for one`,
  );
  for (const one of missed) console.log(`missed       ${one}`);
  for (const one of falseAlarms) console.log(`false alarm  ${one}`);
}

void run(process.argv[2]);
