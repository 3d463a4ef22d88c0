import { UsageError } from './options';
import type { Workload } from './workload';
import { workloads } from './workloads';

export interface Choice {
  readonly chosen: readonly Workload[];
  readonly withLag: boolean;
}

/** The one of that name, or all whose name begins so. */
export function choose(only = ''): Choice {
  const exact = workloads.filter(({ name }) => name === only);
  const chosen = exact.length > 0 ? exact : workloads.filter(({ name }) => name.startsWith(only));
  const withLag = 'lag'.startsWith(only);
  if (chosen.length > 0 || withLag) return { chosen, withLag };
  const names = [...workloads.map(({ name }) => name), 'lag'].join(', ');
  throw new UsageError(`no workload begins with '${only}': there are ${names}`);
}
