import type { z } from 'zod';
import type { exportSearchRoute } from '../contracts/exports.contract';
import { fieldProblem } from '../contracts/field-problem';
import { exportedFields, type Question } from '../contracts/saved-searches.contract';
import type { Caller } from '../core/caller';
import { type Exported, exported } from '../core/export/export-row';
import { DomainError, notFound } from '../core/problem';
import type { SearchFields } from '../search/query-of';
import type { IndicatorView } from '../search/read-indicator';
import { search } from '../search/search';
import type { SearchDeps } from '../search/searching';
import type { NamedStore } from '../store/named-store';

export type ExportSearchDeps = SearchDeps & {
  readonly searches: Pick<NamedStore<Question>, 'read'>;
};

type Query = z.output<(typeof exportSearchRoute)['query']>;

/** A page of what a search finds and may leave; with `cursor` it goes on. */
export interface RowsFound {
  readonly rows: readonly Exported[];
  readonly cursor: string | undefined;
  readonly readUnits: number;
}

const indicatorsAtOnce = 1000;
const decided = { kind: 'indicator', expired: false, disputed: false } as const;

/** What is asked beside a saved search goes before what was saved. */
export async function exportSearch(
  { format: _, kinds: __, comments: ___, saved, ...asked }: Query,
  caller: Caller,
  deps: ExportSearchDeps,
): Promise<RowsFound> {
  const kept = saved === undefined ? {} : await readSaved(saved, caller, deps);
  return searchRows({ ...kept, ...given(asked) }, caller, deps);
}

export async function searchRows(
  { status = ['MALICIOUS'], ...asked }: SearchFields,
  caller: Caller,
  deps: SearchDeps,
): Promise<RowsFound> {
  const fields = { ...asked, ...decided, status, limit: indicatorsAtOnce };
  const { body } = await search(fields, caller, deps);
  if (!body.complete && body.cursor === undefined) throw notWhole(body.advice);
  const { indicators = [] } = body as { readonly indicators?: readonly IndicatorView[] };
  const rule = { statuses: status, confidence: fields.confidenceMin };
  const rows = indicators.flatMap((one) => exported(one, rule) ?? []);
  return { rows, cursor: body.cursor, readUnits: body.budget.spent };
}

/** No cursor goes on to the rest: a file that is taken for all of it would lack that. */
function notWhole(advice = ''): DomainError {
  return new DomainError('search.too_wide', advice);
}

async function readSaved(name: string, caller: Caller, { searches }: ExportSearchDeps) {
  const saved = await searches.read(caller.member.id, name);
  if (!saved) throw notFound();
  const { data, error } = exportedFields.safeParse(saved.content);
  if (!data) throw fieldProblem(error, '/saved');
  return data;
}

/** What is not asked hides nothing of what was saved. */
function given<T extends object>(asked: T): Partial<T> {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Partial<T>;
}
