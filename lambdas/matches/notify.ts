import type { DeliveryMessage } from '../contracts/delivery-message';
import type { MatchedMessage } from '../contracts/matched-message';
import type { Audience } from '../core/audience';
import type { Governance } from '../core/governance';
import { inTurns } from '../core/in-turns';
import { isSeen } from '../core/notify/match';
import { hearing, type Listener, matchOf, type NotifyDeps, type Telling } from './telling';
import { withdrawTold } from './withdraw-told';

/** A change may meet the watches of 400 members. */
const atOnce = 8;

/**
 * Makes matches of one message, and rings the deliverer for each endpoint that hears of one. Whatever of it was done
 * before a repeat is found done; the deliverer is rung again, as nobody knows whether it was.
 */
export async function notify(message: MatchedMessage, deps: NotifyDeps): Promise<number> {
  const { change, event } = message;
  const { audience, position, id } = change;
  if (event === 'withdrawn') await deps.matches.noteGone(id, { audience, position }, deps.now());
  const governance = await deps.governance.read();
  const listeners = await listenersTo(message, governance, deps);
  const rung = new Map<string, DeliveryMessage>();
  const live = new Set(await deps.matches.readLiveWatches(message.watches, deps.now()));
  // What a watch has told is taken back when it is paused or gone, too.
  const meant = event === 'withdrawn' ? message.watches : [...live];
  await inTurns(meant, atOnce, async (ref) => {
    const { member, watchId } = ref;
    const listener = listeners.get(member);
    if (!listener) return;
    const seen = { audience, position };
    const telling = { message, seen, listener, watchId, isLive: live.has(ref) };
    const isTold =
      event === 'withdrawn'
        ? await withdrawTold(telling, deps)
        : await tell(telling, governance, deps);
    for (const { id: endpoint } of isTold ? hearing(telling) : []) {
      rung.set(endpoint, { member, endpoint });
    }
  });
  await deps.send([...rung.values()]);
  return rung.size;
}

async function listenersTo(
  { change, watches }: MatchedMessage,
  { policy }: Governance,
  { directory, audiencesOf, endpoints }: NotifyDeps,
): Promise<ReadonlyMap<string, Listener>> {
  const listeners = new Map<string, Listener>();
  const members = [...new Set(watches.map(({ member }) => member))];
  await inTurns(members, atOnce, async (member) => {
    const record = await directory.readMember(member);
    const audiences: readonly string[] = audiencesOf(record?.member, policy);
    const listed = audiences.length === 0 ? [] : await endpoints.list(member);
    listeners.set(member, {
      ...{ member, isIn: audiences.includes(change.audience) },
      endpoints: listed.map(({ endpoint }) => endpoint),
    });
  });
  return listeners;
}

/** What came back after it was withdrawn is told again, as another match; oftener than so it is nobody's news. */
const mostReturns = 50;

/** Whether the member has been told, now or before. */
async function tell(telling: Telling, { hidden }: Governance, deps: NotifyDeps): Promise<boolean> {
  const { seen, listener } = telling;
  const first = matchOf(telling, deps);
  const sight = {
    member: listener.member,
    audiences: [seen.audience as Audience],
    hidden,
  };
  if (!listener.isIn || !isSeen(first, sight)) return false;
  const endpoints = hearing(telling).map(({ id }) => id);
  let match = first;
  for (let round = 0; round < mostReturns; round++) {
    if (await deps.matches.tell(match, seen, endpoints)) return true;
    if (await deps.matches.addAudience(match, seen)) return true;
    const [standing] = await deps.matches.readMany(match.member, [match.id]);
    if (!standing || standing.view !== undefined) return false;
    match = { ...first, id: deps.makeId('match', match.id, 'again').id };
  }
  return false;
}
