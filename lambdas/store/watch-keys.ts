/** Keys of the Notify table as watches and their matcher form them. */
export const watchKeys = {
  partition: (member: string) => `watches/${member}`,
  watch: (member: string, id: string) => ({ pk: `watches/${member}`, sk: id }),
  /** Conditions that do not fit into the watch's own item, in pieces: of one version, and of the next another. */
  piece: (member: string, id: string, version: number, at: number) => ({
    pk: `conditions/${member}/${id}`,
    sk: `${version}/${String(at).padStart(3, '0')}`,
  }),
  count: (member: string) => ({ pk: `watches/${member}`, sk: 'count' }),
  posting: (tokenKey: string, { member, watchId, digest }: PostingAt) => ({
    pk: `posting/${tokenKey}`,
    sk: `${member}/${watchId}/${digest}`,
  }),
  /** What is still to be done for a watch; all of it in one list, which is short. */
  task: (member: string, id: string) => ({ pk: 'watch-tasks', sk: `${member}/${id}` }),
  tokensHead: { pk: 'tokens/head', sk: 'head' },
  tokensEntry: (sequence: number) => ({ pk: 'tokens/log', sk: sequenceKey(sequence) }),
  tokensChunk: (generation: number, at: number) => ({
    pk: `tokens/chunks/${generation}`,
    sk: String(at).padStart(5, '0'),
  }),
  /** Whom the notifier has told of an object. */
  told: (objectId: string) => `told/${objectId}`,
} as const;

export interface PostingAt {
  readonly member: string;
  readonly watchId: string;
  readonly digest: string;
}

/** Sequences sort as text. */
export function sequenceKey(sequence: number): string {
  return String(sequence).padStart(16, '0');
}
