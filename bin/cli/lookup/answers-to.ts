import { lookUpRoute } from '../../../lambdas/contracts/indicators.contract';
import type { ExchangeClient } from '../exchange-client';
import { ProblemFailure } from '../problem-failure';
import { type LookUpResult, lookUpReply } from '../replies';

/** As it was met, or already read. */
export type LookUpValue = string | { readonly type: string; readonly value: string };

/** A member of many groups may ask for fewer values at once: the exchange says how many. */
export async function answersTo(
  values: readonly LookUpValue[],
  expand: boolean,
  client: Pick<ExchangeClient, 'call'>,
): Promise<LookUpResult[]> {
  const body = JSON.stringify({ values, ...(expand ? { expand } : {}) });
  const { path } = lookUpRoute;
  try {
    const { results } = await client.call({ method: 'POST', path, body, reply: lookUpReply });
    return results;
  } catch (error) {
    const most = error instanceof ProblemFailure ? Number(error.details['most']) : Number.NaN;
    if (!(most >= 1 && most < values.length)) throw error;
    const results: LookUpResult[] = [];
    for (let at = 0; at < values.length; at += most) {
      results.push(...(await answersTo(values.slice(at, at + most), expand, client)));
    }
    return results;
  }
}
