import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type LocalCloud,
  type LocalCloudOptions,
  startLocalCloud,
} from '../../lib/local-cloud/local-cloud';

export interface Fixture {
  readonly cloud: LocalCloud;
  readonly assembly: string;
  readonly data: string;
  readonly said: readonly string[];
  end(): Promise<void>;
}

/** Synthesizes the fixture app in a process of its own: the CDK does not load in jest's in reasonable time. */
export async function synthFixture(): Promise<{ folder: string; assembly: string; data: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-local-cloud-'));
  const assembly = join(folder, 'cdk.out');
  await promisify(execFile)(tsx, [join(__dirname, 'local-cloud-app.ts'), assembly], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  return { folder, assembly, data: join(folder, 'data') };
}

export const tsx = join(__dirname, '../../node_modules/.bin/tsx');

export async function startFixture(options: Partial<LocalCloudOptions> = {}): Promise<Fixture> {
  const { folder, assembly, data } = await synthFixture();
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const cloud = await startLocalCloud({ assembly, data, port: 0, say, ...options });
  const end = async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { cloud, assembly, data, said, end };
}

export async function eventually<T>(
  read: () => Promise<T | undefined>,
  patienceSeconds = 15,
): Promise<T> {
  const end = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
