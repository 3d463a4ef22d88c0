import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const script = `require('./bin/demo/assembly').prepareAssembly('.', console.error).then(console.log)`;

/** What `npm start` would run, made in a process of its own: the CDK does not load in jest's in reasonable time. */
export async function preparedAssembly(): Promise<string> {
  const command = ['--disable-warning=ExperimentalWarning', '--import', 'tsx', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  return resolve(root, stdout.trim());
}
