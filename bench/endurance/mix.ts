import type { Cast, Member } from './cast';
import type { Client, Request } from './client';
import { below, pick, type Random } from './random';
import { valueAt } from './words';

type Act = 'publish' | 'look-up' | 'feed';

/** Of ten. */
const tenActs: readonly [Act, ...Act[]] = [
  ...(['publish', 'publish', 'feed', 'feed'] as const),
  ...(['look-up', 'look-up', 'look-up', 'look-up', 'look-up', 'look-up'] as const),
];
const firstValues = 1000;
const lookedUpAtOnce = 10;

/** What members ask of an exchange in a steady mixture. */
export class Mix {
  private readonly cast: Cast;
  private readonly random: Random;
  private readonly seed: number;
  private published = firstValues;

  constructor(cast: Cast, random: Random, seed: number) {
    this.cast = cast;
    this.random = random;
    this.seed = seed;
  }

  /** What is there to be read from the start. */
  async prepare(client: Client): Promise<void> {
    const descriptors = Array.from({ length: firstValues }, (_, at) => this.descriptor(at));
    const { token } = this.cast.publishers[0];
    const path = '/v1/descriptors/batch';
    await client.json({ method: 'POST', path, token, body: { descriptors } });
  }

  next(): Request {
    const act = pick(this.random, tenActs);
    if (act === 'look-up') return this.lookUp();
    return act === 'publish' ? this.publish() : this.feed();
  }

  publish(): Request {
    const body = this.descriptor(this.published++);
    return { method: 'POST', path: '/v1/descriptors', token: this.someone().token, body };
  }

  lookUp(): Request {
    const { token } = this.someone();
    if (this.random() < 0.7) {
      const path = `/v1/indicators?value=${encodeURIComponent(this.known())}`;
      return { method: 'GET', path, token };
    }
    const values = Array.from({ length: lookedUpAtOnce }, () => this.known());
    return { method: 'POST', path: '/v1/lookups', token, body: { values } };
  }

  feed(): Request {
    const path = '/v1/feeds/community?after=0&limit=100';
    return { method: 'GET', path, token: this.someone().token };
  }

  private known(): string {
    return valueAt(this.seed, below(this.random, firstValues));
  }

  private someone(): Member {
    return pick(this.random, this.cast.publishers);
  }

  private descriptor(at: number) {
    const audience = { community: true };
    const value = valueAt(this.seed, at);
    const tags = ['endurance', `kit:${at % 20}`];
    return { value, status: 'MALICIOUS', confidence: 60, tags, description: `At ${at}.`, audience };
  }
}
