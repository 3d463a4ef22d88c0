import {
  readExposureRoute,
  readMemberStateRoute,
  readWithdrawalRoute,
  setMemberStateRoute,
  withdrawRoute,
} from '../contracts/departure.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { readExposure } from './read-exposure';
import { readMemberState, type StandingDeps, setMemberState } from './set-member-state';
import { readWithdrawal, type WithdrawDeps, withdraw } from './withdraw';

/** How members are kept out, and how they leave. */
export function departureApi(deps: WithdrawDeps & StandingDeps): Endpoint[] {
  return [
    endpoint(readMemberStateRoute, async ({ params }) => ({
      status: 200,
      body: await readMemberState(params.id, deps),
    })),
    endpoint(setMemberStateRoute, async ({ params, body, caller, idempotency }) => ({
      status: 200,
      body: await setMemberState(params.id, body, caller, idempotency, deps),
    })),
    endpoint(readExposureRoute, async ({ params, caller }) => ({
      status: 200,
      body: await readExposure(params.id, caller, deps),
    })),
    endpoint(withdrawRoute, async ({ body, caller }) => ({
      status: 202,
      body: await withdraw(body, caller, deps),
    })),
    endpoint(readWithdrawalRoute, async ({ params }) => ({
      status: 200,
      body: await readWithdrawal(params.key, deps),
    })),
  ];
}
