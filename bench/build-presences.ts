import type { BenchCloud } from './cloud';

/** What a schedule does each five minutes: else the first of them would be measured without. */
export async function buildPresences(cloud: BenchCloud): Promise<void> {
  const answer = await cloud.invoke<unknown>('PresenceBuilder', {});
  if (answer === 'busy') throw new Error('the sets of audiences are being built by another');
}
