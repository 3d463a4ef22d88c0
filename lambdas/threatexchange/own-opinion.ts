import type { Descriptor } from '../core/descriptor';
import { readIndicator } from '../core/indicator/read-indicator';
import { DomainError } from '../core/problem';
import type { GraphContext } from './graph-context';

/** The caller's standing opinion by its own id, or by that of its indicator. */
export async function findOwn(id: string, context: GraphContext): Promise<Descriptor | undefined> {
  return (await readOwn(id, context)) ?? readOwnOn(id, context);
}

export function readOwnOn(indicatorId: string, context: GraphContext) {
  const { caller, deps } = context;
  return readOwn(deps.makeId('descriptor', caller.member.id, indicatorId).id, context);
}

async function readOwn(id: string, { caller, deps }: GraphContext) {
  const own = await deps.exchange.read({ owner: caller.member.id, id });
  return own?.state === 'retracted' ? undefined : own;
}

/** The indicator of a type and a value as they are written. */
export function indicatorIdOf(
  type: Parameters<typeof readIndicator>[1],
  value: string,
  { deps }: GraphContext,
): string {
  const verdict = readIndicator(value, type);
  if (verdict.kind === 'refused') {
    throw new DomainError('indicator.refused', verdict.detail, { pointer: '/value' });
  }
  const { indicator } = verdict;
  return deps.makeId('indicator', indicator.type, indicator.value).id;
}
