import { setTimeout as sleep } from 'node:timers/promises';
import { pace } from '../drive';
import type { Cast } from './cast';
import type { Client } from './client';
import { BareCopy } from './copy';
import type { Ledger } from './ledger';
import type { Mix } from './mix';
import { Publisher } from './publisher';
import { randomFrom } from './random';
import { valueAt } from './words';

/** A second. */
export interface Pace {
  readonly publishes: number;
  readonly lookUps: number;
}

export interface Soaking {
  readonly client: Client;
  readonly cast: Cast;
  readonly mix: Mix;
  readonly ledger: Ledger;
  readonly seed: number;
}

/** A steady load for so many seconds. */
export async function soak(
  soaking: Soaking,
  { publishes, lookUps }: Pace,
  seconds: number,
): Promise<void> {
  const { client, mix, ledger } = soaking;
  const good = async (request: ReturnType<Mix['next']>) => {
    const { status } = await client.insist(request);
    if (status >= 300) ledger.wonder(`${request.method} ${request.path} answered ${status}`);
  };
  const end = Date.now() + seconds * 1000;
  await Promise.all([
    pace(publishes, publishes * seconds, () => good(mix.publish())),
    pace(lookUps, lookUps * seconds, () => good(mix.lookUp())),
    follow(soaking, end),
    revise(soaking, end),
  ]);
}

const followEveryMilliseconds = 1000;

async function follow({ client, cast, ledger }: Soaking, end: number): Promise<void> {
  const copy = new BareCopy('community', cast.reader.token);
  while (Date.now() < end) {
    if ((await copy.follow(client)) === 'wrong') ledger.wonder('a copy is not the feed');
    await sleep(followEveryMilliseconds);
  }
}

const actEveryMilliseconds = 400;

/** One writer that publishes, revises, retracts and lets expire what it says, at its leisure. */
async function revise({ client, cast, ledger, seed }: Soaking, end: number): Promise<void> {
  let values = 0;
  const nextValue = () => valueAt(seed + 1, values++);
  const [member] = cast.publishers;
  const random = randomFrom(seed);
  const batchSizes = [1, 2, 3] as const;
  const writer = new Publisher({ member, cast, client, ledger, random, batchSizes, nextValue });
  while (Date.now() < end) {
    let acts = 0;
    await writer.run(() => acts++ > 0);
    await sleep(actEveryMilliseconds);
  }
}
