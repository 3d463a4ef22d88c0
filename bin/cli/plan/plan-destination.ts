import { planSharesRoute } from '../../../lambdas/contracts/sharing.contract';
import { planSize } from '../../../lambdas/core/share-plan';
import { exitCodes, Failure } from '../command';
import type { ExchangeClient } from '../exchange-client';
import { type Destination, descriptorJson, type Publishable } from '../publish/destination';
import type { SharedFields } from '../publish/publish-fields';
import type { Report } from '../publish/report';
import type { Tally } from '../publish/tally';
import { type PlanResult, planReply, type SharePlan } from '../replies';

export interface PlanDeps {
  readonly client: ExchangeClient;
  readonly fields: SharedFields;
  readonly counts: Tally;
  readonly report: Report;
}

export interface PlanDestination extends Destination {
  /** The newest: of all lines the audience is the same. */
  plan(): SharePlan | undefined;
}

/** Asks what would become of the lines, a hundred at a time, and sends none of them to anybody. */
export function planDestination(deps: PlanDeps): PlanDestination {
  let items: Publishable[] = [];
  let newest: SharePlan | undefined;
  let failure: unknown;

  async function ask(): Promise<void> {
    const asked = items;
    items = [];
    if (asked.length === 0) return;
    try {
      if (failure !== undefined) throw failure;
      newest = await planOf(asked, deps);
      for (const [at, item] of asked.entries()) await settle(item, newest.results[at], deps);
    } catch (error) {
      failure ??= error;
      for (const _ of asked) deps.counts.count('unacknowledged');
    }
  }

  return {
    async put(item) {
      items.push(item);
      if (items.length === planSize) await ask();
    },
    end: ask,
    failure: () => failure,
    plan: () => newest,
  };
}

async function planOf(
  items: readonly Publishable[],
  { client, fields }: PlanDeps,
): Promise<SharePlan> {
  const body = `{"descriptors":[${items.map((item) => descriptorJson(fields, item)).join(',')}]}`;
  const { path } = planSharesRoute;
  const plan = await client.call({ method: 'POST', path, body, reply: planReply });
  if (plan.results.length === items.length) return plan;
  throw new Failure(exitCodes.failed, 'the server did not answer for every item');
}

async function settle(
  { line, value }: Publishable,
  result: PlanResult | undefined,
  { counts, report }: PlanDeps,
): Promise<void> {
  const { problem, tlp, duplicates } = result ?? {};
  if (!problem && tlp?.verdict !== 'refused') {
    counts.count(duplicates?.own ? 'duplicate' : 'accepted');
    return;
  }
  counts.count('refused');
  const code = problem?.reason ?? problem?.code ?? 'tlp.audience';
  const detail = problem?.detail ?? tlp?.detail ?? '';
  await report.add({ line, outcome: 'refused', code, detail, value });
}
