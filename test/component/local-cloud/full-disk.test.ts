import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalFunction } from '../../../lib/local-cloud/local-function';
import { Worker } from '../../../lib/local-cloud/worker';

const source = `
exports.handler = async ({ say }) => {
  console.log(say);
  console.error(say);
  await new Promise((resolve) => setImmediate(resolve));
  return process.pid;
};`;

function chattyFunction(folder: string): LocalFunction {
  const file = join(folder, 'index.js');
  writeFileSync(file, source);
  const resource = {
    ...{ stack: 'S', logicalId: 'Chatty', type: 'AWS::Lambda::Function', path: 'Chatty' },
    ...{ condition: undefined, properties: {} },
  };
  return {
    ...{ name: 'chatty', arn: 'arn', description: '', resource, file, exportName: 'handler' },
    ...{ timeoutSeconds: 10, memoryMegabytes: 128, reservedConcurrency: undefined },
    environment: { PATH: '/usr/bin' },
  };
}

describe('a function whose log is on a full disk', () => {
  it('answers all the same, in one process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-full-'));
    const full = openSync('/dev/full', 'a');
    const worker = new Worker(chattyFunction(folder), full);

    const outcomes = [];
    for (let at = 0; at < 3; at += 1) outcomes.push(await worker.invoke('{"say":"something"}'));
    worker.kill();
    closeSync(full);
    rmSync(folder, { recursive: true });

    const pids = outcomes.map((one) => (one.status === 'returned' ? one.payload : one.status));
    expect(pids[0]).toMatch(/^\d+$/);
    expect(new Set(pids).size).toBe(1);
  });
});
