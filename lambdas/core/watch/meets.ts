import { type Block, blockIn, blockOf, holds } from '../blocks';
import { severities, statuses } from '../descriptor';
import { hostOf, registrableDomain } from '../indicator/registrable-domain';
import type { Projection } from '../projection';
import type { Condition } from './condition';
import { mayBeTold, type SeenChange } from './seen-change';

/** Whether a condition holds for a change, read as it is written: what finds watches by tokens must come to the same. */
export function meets(condition: Condition, change: SeenChange, member: string): boolean {
  if (condition.mine || change.kind !== 'descriptor' || !mayBeTold(member, change)) return false;
  const projection = change.shown as Projection;
  return namesValue(condition, projection) && saysRest(condition, change);
}

/** All that it says besides its values. */
function saysRest(rest: Condition, { audience, shown }: SeenChange): boolean {
  const { tags, types, owners, audiences, statusAtLeast, severityAtLeast, confidenceAtLeast } =
    rest;
  const { type, owner, status, ...said } = shown as Projection;
  const confidence = said['confidence'];
  return (
    (types?.includes(type) ?? true) &&
    (owners?.includes(owner) ?? true) &&
    (audiences?.includes(audience) ?? true) &&
    (tags?.some((tag) => said.tags.includes(tag)) ?? true) &&
    isAtLeast(statuses, status, statusAtLeast) &&
    isAtLeast(severities, said['severity'], severityAtLeast) &&
    (confidenceAtLeast === undefined ||
      (typeof confidence === 'number' && confidence >= confidenceAtLeast))
  );
}

function isAtLeast(order: readonly string[], is: unknown, least: string | undefined): boolean {
  return least === undefined || order.indexOf(String(is)) >= order.indexOf(least);
}

function namesValue(condition: Condition, { type, value }: Projection): boolean {
  const { exact, below, inside, contains } = condition;
  const fits = [
    exact?.some((target) => target.type === type && target.value === value),
    below?.some((domain) => isBelow(domain, type, value)),
    inside?.some((outer) => liesIn(outer, blockIn(type, value))),
    contains?.some((inner) => type === 'IP_SUBNET' && liesIn(value, blockOf(inner))),
  ];
  return fits.every((fit) => fit ?? true);
}

function isBelow(domain: string, type: Projection['type'], value: string): boolean {
  const host = hostOf(type, value);
  if (host === undefined || (host !== domain && !host.endsWith(`.${domain}`))) return false;
  return (
    registrableDomain({ type, value }) === registrableDomain({ type: 'DOMAIN', value: domain })
  );
}

function liesIn(outer: string, inner: Block | undefined): boolean {
  const block = blockOf(outer);
  return block !== undefined && inner !== undefined && holds(block, inner);
}
