import { startLocalCloud } from '../../lib/local-cloud/local-cloud';

/** The local cloud as a process of its own, so that a test can kill it. */
async function main([assembly = '', data = '']: readonly string[]): Promise<void> {
  const cloud = await startLocalCloud({ assembly, data, port: 0, say: () => {} });
  process.once('SIGTERM', () => void cloud.stop());
  process.stdout.write(`${cloud.url}\n`);
}

void main(process.argv.slice(2));
