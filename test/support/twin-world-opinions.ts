import {
  type Audience,
  audienceChoice,
  audiencesChosen,
  groupAudience,
  memberAudience,
} from '../../lambdas/core/audience';
import type { TestMember } from './community';

import { descriptorId, type World } from './twin-world-cast';
import type { Act } from './twin-world-history';
import { values } from './twin-world-samples';

const statuses = ['MALICIOUS', 'NON_MALICIOUS', 'SUSPICIOUS', 'UNKNOWN'];

/**
 * An owner's act on its descriptor. It reads the version that it changes, as owners do; what it can't do is no
 * matter. A hidden one touches only audiences that the observer is not in, and changes words only where the
 * observer can't read them.
 */
export async function opine(one: Act, owner: TestMember, world: World): Promise<void> {
  const { token } = owner;
  const id = descriptorId(owner.id, one.value);
  const { status, body: current } = await world.call(`GET /v1/descriptors/${id}`, { token });
  const standing = status === 200 ? audiencesChosen(current.audience) : undefined;
  const isAllHidden = standing?.every((audience) => veiled(world).has(audience)) ?? true;
  if (one.kind === 'publish') {
    if (one.isHidden && !isAllHidden) return;
    const body = { ...opinion(one, world), value: values[one.value], ...choice(aimed(one, world)) };
    await world.call('POST /v1/descriptors', { token, body, headers: keyed(one) });
    return;
  }
  // What only the hidden half of a world may hold is not there to act upon in the other.
  if (!standing || (isAllHidden && !one.isHidden)) return;
  if (one.kind === 'retract') {
    if (one.isHidden && !isAllHidden) return;
    await world.call(`DELETE /v1/descriptors/${id}`, { token });
    return;
  }
  const patch = patchFor(one, standing, isAllHidden, world);
  const body = { version: current.version, ...patch };
  if (patch) await world.call(`PATCH /v1/descriptors/${id}`, { token, body });
}

function patchFor(one: Act, standing: readonly Audience[], isAllHidden: boolean, world: World) {
  if (one.kind === 'widen' || one.kind === 'narrow') {
    const [audience = memberAudience(world.hidden.id)] = aimed(one, world);
    const others = standing.filter((each) => each !== audience);
    const next = one.kind === 'widen' ? [...others, audience] : others;
    return next.length ? choice(next) : choice([memberAudience(world.hidden.id)]);
  }
  return one.isHidden && !isAllHidden ? undefined : opinion(one, world);
}

/** Where an act's words go. */
export function aimed({ isHidden, tag }: Act, world: World): Audience[] {
  const { hiddenGroups, groups, hidden, observer, setting } = world;
  const [open = memberAudience(observer.id)] = groups.map(groupAudience);
  const toObserver = memberAudience(observer.id);
  const community: Audience[][] =
    setting.observerClass === 'government' ? [] : [['community'], ['community', open]];
  const choices: Audience[][] = isHidden
    ? [...hiddenGroups.map((id) => [groupAudience(id)]), [memberAudience(hidden.id)]]
    : [...community, [open], [toObserver]];
  if (isHidden && community.length === 0) choices.push(['community']);
  return choices[tag % choices.length] ?? [];
}

/** Audiences that the observer is not in. */
function veiled({ hiddenGroups, hidden, seen, shadow, crowd, setting }: World): Set<Audience> {
  const members = [hidden, seen, shadow, ...crowd].map(({ id }) => memberAudience(id));
  const unseen: Audience[] = setting.observerClass === 'government' ? ['community'] : [];
  return new Set([...hiddenGroups.map(groupAudience), ...members, ...unseen]);
}

function choice(audiences: readonly Audience[]) {
  return { audience: audienceChoice(audiences) };
}

/** A key of what is hidden is not used again where all can see: the request that it stands for would be another. */
function keyed({ status, isHidden }: Act): Record<string, string> {
  return status === 0 ? { 'idempotency-key': isHidden ? 'a-hidden-key' : 'a-key' } : {};
}

function opinion({ status, tag, kind }: Act, { time }: World) {
  const expiresAt = new Date(time.micros / 1000 + 90_000).toISOString();
  return {
    status: statuses[status],
    tags: [`tag${tag}`, 'all'],
    ...(kind === 'expire' ? { expiresAt } : {}),
  };
}
