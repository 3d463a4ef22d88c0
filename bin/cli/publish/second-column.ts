import { type Arguments, usage } from '../command';
import { type SecondColumn, secondColumns } from './read-entry';

export function secondColumnOf(args: Arguments): SecondColumn {
  const named = args.one('second-column') ?? 'tag';
  const column = secondColumns.find((known) => known === named);
  if (!column) throw usage(`--second-column is one of ${secondColumns.join(', ')}`);
  return column;
}
