import { DomainError } from '../core/problem';
import { TokenFilter } from '../core/watch/token-filter';
import type { TokenStore, TokensHead } from '../store/token-store';

export interface KnownTokens {
  /** All tokens under which anything stood when this was called, and perhaps some more. */
  catchUp(): Promise<TokenFilter>;
}

const rounds = 8;

/** The tokens that anybody watches, kept in memory from batch to batch: while none comes it costs one read. */
export function knownTokens(
  tokens: Pick<TokenStore, 'readHead' | 'readLog' | 'readChunks'>,
): KnownTokens {
  let filter = new TokenFilter();
  let [generation, sequence] = [0, 0];

  async function follow(head: TokensHead): Promise<boolean> {
    if (head.generation !== generation || head.sequence < sequence) {
      const chunks = await tokens.readChunks(head);
      if (!chunks) return false;
      filter = new TokenFilter();
      for (const chunk of chunks) filter.addAll(chunk);
      [generation, sequence] = [head.generation, head.base];
    }
    const entries = await tokens.readLog(sequence, head.sequence);
    if (!entries) return false;
    for (const { hashes } of entries) filter.addAll(hashes);
    sequence = head.sequence;
    return true;
  }

  return {
    async catchUp() {
      for (let round = 0; round < rounds; round++) {
        if (await follow(await tokens.readHead())) return filter;
      }
      throw new DomainError('storage.busy', 'The tokens are drawn together just now; try again.');
    },
  };
}
