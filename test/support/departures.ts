import { addGroup, addMember, type Community, type TestMember } from './community';
import { type FeedCopy, feedCopy, readOn } from './feed-copy';

/** A member that is going to be shut out or to leave, and a group that it shares with Bob. */
export interface Departing extends Community {
  readonly dora: TestMember;
  readonly ring: { readonly id: string };
  publish(value: string, audience: object, fields?: object): Promise<string>;
  /** Decides on Dora as the operator has read. */
  decide(state: string, fields?: object): Promise<Awaited<ReturnType<Community['call']>>>;
  standing(): Promise<Awaited<ReturnType<Community['call']>>['body']>;
  /** Slices and the index in turn, a minute apart, until the walk is over. */
  sweepToTheEnd(): Promise<number>;
}

export async function departing(world: Community): Promise<Departing> {
  const { call, index, operator } = world;
  const dora = await addMember(world, operator.token, 'Dora Devices');
  const ring = await addGroup(world, operator.token, 'Ring', [dora.id, world.bob.id]);
  const line = `/v1/members/${dora.id}/state`;
  const standing = async () => (await call(`GET ${line}`, { token: operator.token })).body;
  return {
    ...{ ...world, dora, ring, standing },
    async publish(value, audience, fields = {}) {
      const body = { value, status: 'MALICIOUS', audience, ...fields };
      const answer = await call('POST /v1/descriptors', { token: dora.token, body });
      await index();
      return answer.body.id;
    },
    async decide(state, fields = {}) {
      const { version } = await standing();
      const body = { state, reason: 'a test', version, ...fields };
      return call(`POST ${line}`, { token: operator.token, body });
    },
    async sweepToTheEnd() {
      for (let slices = 1; slices <= 20; slices++) {
        world.wait(60);
        await world.sweep();
        await index();
        if ((await standing()).sweep === null) return slices;
      }
      throw new Error('the walk does not end');
    },
  };
}

/** All that a member is told of some values and by its feeds, without when. */
export async function toldOf(
  { call }: Community,
  { token }: TestMember,
  values: readonly string[],
): Promise<{ readonly known: string[]; readonly feeds: Map<string, FeedCopy> }> {
  const { body } = await call('POST /v1/lookups', { token, body: { values } });
  const results: { value: string; known: boolean }[] = body.results;
  const known = results.filter((result) => result.known).map(({ value }) => value);
  const listed = await call('GET /v1/feeds', { token });
  const feeds = new Map<string, FeedCopy>();
  for (const { audience } of listed.body.feeds) {
    const copy = feedCopy();
    const get = (query: string) => call(`GET /v1/feeds/${audience}?${query}`, { token });
    while (await readOn(copy, get));
    feeds.set(audience, copy);
  }
  return { known, feeds };
}
