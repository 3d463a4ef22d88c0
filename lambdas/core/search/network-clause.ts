import { type Block, blockOf, floorsAbove, holds, levelsAbove } from '../blocks';
import { tokens as lists } from '../pointers';
import { DomainError } from '../problem';
import type { Clause } from './clause';
import type { Wanted } from './read-q';

type Network = Extract<Wanted, { mode: 'contains' | 'inside' }>;

/** What contains a block is in the lists of the floors above it; what lies in it, in one list. */
export function networkClause({ mode, cidr }: Network): Clause {
  const block = blockOf(cidr);
  if (!block) throw new Error('a canonical network is none');
  const fits = (test: (other: Block) => boolean) => (text: string) => {
    const other = blockOf(text);
    return other !== undefined && test(other);
  };
  if (mode === 'contains') {
    const tokens = floorsAbove(block).map(lists.cidr);
    return { name: mode, rank: 1, tokens, fits: fits((other) => holds(other, block)) };
  }
  const narrowest = levelsAbove(block).at(-1);
  if (narrowest === undefined) throw tooWide();
  const tokens = [lists.inside(narrowest)];
  return { name: mode, rank: 1, tokens, fits: fits((other) => holds(block, other)) };
}

function tooWide(): DomainError {
  return new DomainError(
    'field.invalid',
    'The network is too wide to be walked: at most a /8 of IPv4 or a /32 of IPv6.',
    { pointer: '/q' },
  );
}
