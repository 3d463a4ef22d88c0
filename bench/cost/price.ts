import { changesPerDescriptor } from '../feeds';
import { type CountsByName, type Operation, type OperationName, operations } from './operations';
import { prices } from './prices';

/** A member's rate is leased for up to so many requests, with one write. */
const requestsPerLease = 100;

/** USD for a million of an operation and of what follows from it: units, requests and compute, and nothing that is stored, sent out or logged. */
export function usdPerMillion(name: OperationName, counts: CountsByName): number {
  const operation: Operation = operations[name];
  const { indexed, isRequest } = operation;
  const { readUnits, writeUnits } = counts[name];
  const lease = isRequest ? 1 / requestsPerLease / operation.perInvocation : 0;
  const units = readUnits * prices.readUnit + (writeUnits + lease) * prices.writeUnit;
  const own = 1e6 * (units + invocation(operation) / operation.perInvocation);
  return indexed ? own + changesPerDescriptor * usdPerMillion(indexed, counts) : own;
}

function invocation({ isRequest, milliseconds, memoryMegabytes }: Operation): number {
  const gigabyteSeconds = (memoryMegabytes / 1024) * (milliseconds / 1000);
  const compute = prices.lambdaRequest + gigabyteSeconds * prices.lambdaGigabyteSecond;
  return compute + (isRequest ? prices.httpRequest : 0);
}

/** What a month of a busy exchange is made of. */
export const mix = {
  interactions: 3_000_000,
  shares: { 'publish-1': 0.2, 'look-up': 0.6, 'feed-page-100': 0.2 },
} as const;

/**
 * USD a month for the mix, at little more than one a second: each as if it came alone, with a lease of its
 * own and the member read anew.
 */
export function usdPerMonth(counts: CountsByName): number {
  const alone = prices.writeUnit * (1 - 1 / requestsPerLease) + prices.readUnit;
  const { shares, interactions } = mix;
  const each = (name: keyof typeof shares) =>
    shares[name] * (usdPerMillion(name, counts) / 1e6 + alone);
  return interactions * (each('publish-1') + each('look-up') + each('feed-page-100'));
}
