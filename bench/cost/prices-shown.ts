import type { Measured } from '../run-all';
import { figure, section } from '../text-table';
import { countsByName } from './keep-counts';
import { type OperationName, operationNames, operations } from './operations';
import { mix, usdPerMillion, usdPerMonth } from './price';
import { prices } from './prices';

/** The line that tells the CPU of its function: for lag of an invocation, for indexing of a change. */
const measuredIn: Readonly<Partial<Record<OperationName, string>>> = {
  'index-alone': 'lag',
  'index-full': 'index-after-batch-1000',
};

/** Prices of what was counted, if all was; with the run times that they go by beside the CPU alone. */
export function pricesShown({ counted, rows }: Pick<Measured, 'counted' | 'rows'>): string[] {
  const [first] = counted;
  const names = first?.requests.map(({ name }) => name) ?? [];
  const isCounted = (name: OperationName) => !operations[name].isRequest || names.includes(name);
  if (!first || !operationNames.every(isCounted)) return [];
  const counts = countsByName(first);
  const lines = operationNames.map((name) => {
    const { title, milliseconds, perInvocation } = operations[name];
    const row = rows.find((one) => one.name === (measuredIn[name] ?? name));
    const each = name === 'index-alone' ? 1 : perInvocation;
    const cpu = row?.cpu && row.cpu.function * each;
    const isTooLittle = cpu !== undefined && cpu > milliseconds;
    const usd = usdPerMillion(name, counts).toFixed(2);
    return [title, usd, String(milliseconds), figure(cpu), isTooLittle ? 'STATED TOO LITTLE' : ''];
  });
  const heads = ['operation', 'USD a million', 'stated ms', 'CPU ms here', ''];
  const [month, interactions] = [usdPerMonth(counts).toFixed(2), mix.interactions / 1e6];
  return [
    ...section(`Prices (${prices.source})`, heads, lines),
    `${interactions} million interactions a month, 20 % publish, 60 % look up, 20 % read a feed: ${month} USD`,
  ];
}
