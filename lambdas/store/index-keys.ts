import type { Audience } from '../core/audience';

/** Keys of the AudienceIndex and Feed tables. The audience comes first: what a caller may not see, it can't name. */
export const indexKeys = {
  partition: (audience: Audience, indicatorId: string) => `${audience}/value/${indicatorId}`,
  row: (audience: Audience, indicatorId: string, id: string) => ({
    pk: `${audience}/value/${indicatorId}`,
    sk: `d/${id}`,
  }),
  summary: (audience: Audience, indicatorId: string) => ({
    pk: `${audience}/value/${indicatorId}`,
    sk: 's',
  }),
  id: (audience: Audience, id: string) => ({ pk: `${audience}/id/${id}`, sk: 'id' }),
  /** Expiry is of no audience: only the indexer and the expirer form these. */
  due: (minute: number, id: string) => ({ pk: `due/${minute}`, sk: id }),
  dueCursor: { pk: 'due/cursor', sk: 'minute' },
  /** What a walk has flagged, for its owner and the operator alone. */
  flag: (owner: string, id: string) => ({ pk: `screening/${owner}`, sk: id }),
  job: (name: string) => ({ pk: `job/${name}`, sk: 'state' }),
};

export const feedKeys = {
  feed: (audience: Audience) => `${audience}/feed`,
  entry: (audience: Audience, position: number) => ({ pk: `${audience}/feed`, sk: position }),
  head: (audience: Audience) => ({ pk: `${audience}/head`, sk: 0 }),
};
