import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  listKnownGoodRoute,
  listMemberFlagsRoute,
  listMyFlagsRoute,
  putKnownGoodPieceRoute,
  putKnownGoodRoute,
  readScreeningRoute,
  removeKnownGoodRoute,
} from '../contracts/screening.contract';
import { type FlagDeps, listFlags, listMemberFlags, readScreening } from './flags';
import { type KnownGoodDeps, listKnownGood, putList, putPiece, removeList } from './known-good';

export type ScreeningApiDeps = KnownGoodDeps & FlagDeps;

/** The lists of what is known to be good, and what a walk by the rules of now has flagged. */
export function screeningApi(deps: ScreeningApiDeps): Endpoint[] {
  return [
    endpoint(listKnownGoodRoute, async () => ({ status: 200, body: await listKnownGood(deps) })),
    endpoint(putKnownGoodPieceRoute, async ({ params, body, caller }) => ({
      status: 200,
      body: await putPiece(params, body, caller, deps),
    })),
    endpoint(putKnownGoodRoute, async ({ params, body, caller }) => ({
      status: 200,
      body: await putList(params.list, body, caller, deps),
    })),
    endpoint(removeKnownGoodRoute, async ({ params, caller }) => {
      await removeList(params.list, caller, deps);
      return { status: 204 };
    }),
    endpoint(listMyFlagsRoute, async ({ query, caller }) => ({
      status: 200,
      body: await listFlags(caller.member.id, query.after, deps),
    })),
    endpoint(listMemberFlagsRoute, async ({ params, query }) => ({
      status: 200,
      body: await listMemberFlags(params.id, query.after, deps),
    })),
    endpoint(readScreeningRoute, async () => ({ status: 200, body: await readScreening(deps) })),
  ];
}
