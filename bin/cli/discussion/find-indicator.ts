import { findIndicatorRoute } from '../../../lambdas/contracts/indicators.contract';
import type { ExchangeClient } from '../exchange-client';
import { indicatorReply } from './discussion-replies';

/** Ids are long decimal numbers; no shorter number is one, and no indicator is so long a number. */
const id = /^[1-9][0-9]{14,18}$/;

/** The id of an indicator that is named by it or by its value. */
export async function indicatorId(named: string, client: ExchangeClient): Promise<string> {
  if (id.test(named)) return named;
  const path = `${findIndicatorRoute.path}?${new URLSearchParams({ value: named })}`;
  return (await client.call({ method: 'GET', path, reply: indicatorReply })).id;
}

/** A route's path with its parts filled in. */
export function pathTo(path: string, parts: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
}
