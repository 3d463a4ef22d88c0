import { readDescriptorRoute } from '../contracts/descriptors.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  findIndicatorRoute,
  lookUpRoute,
  readIndicatorRoute,
} from '../contracts/indicators.contract';
import type { TellRead } from '../core/audit-read';
import type { Caller } from '../core/caller';
import { type LookUpBody, type LookUpDeps, lookUp } from './look-up';
import { type ReadDescriptorDeps, readDescriptor } from './read-descriptor';
import { findIndicator, readIndicator } from './read-indicator';

export type LookUpApiDeps = LookUpDeps & ReadDescriptorDeps & { readonly tellRead: TellRead };

/** What a caller may see of indicators and descriptors that it can name. */
export function lookUpApi(deps: LookUpApiDeps): Endpoint[] {
  return [
    endpoint(readDescriptorRoute, async ({ params, caller }) => ({
      status: 200,
      body: await readDescriptor(params.id, caller, deps),
    })),
    endpoint(findIndicatorRoute, async ({ query, caller }) => ({
      status: 200,
      body: await findIndicator(query, caller, deps),
    })),
    endpoint(readIndicatorRoute, async ({ params, caller }) => ({
      status: 200,
      body: await readIndicator(params.id, caller, deps),
    })),
    endpoint(lookUpRoute, async ({ body, caller }) => ({
      status: 200,
      body: { results: await lookUpOnRecord(body, caller, deps) },
    })),
  ];
}

async function lookUpOnRecord(body: LookUpBody, caller: Caller, deps: LookUpApiDeps) {
  const results = await lookUp(body, caller, deps);
  const known = results.filter((result) => result.known).length;
  await deps.tellRead(caller, 'values.looked_up', { values: results.length, known });
  return results;
}
