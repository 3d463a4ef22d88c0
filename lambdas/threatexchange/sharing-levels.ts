import type { Audience, AudienceChoice } from '../core/audience';
import type { Caller } from '../core/caller';
import type { DescriptorView } from '../core/descriptor-view';
import { levelOf, type ShareLevel } from '../core/graph-words';
import type { Tlp } from '../core/tlp-rules';
import type { privacyTypes } from './enumerations';

export type PrivacyType = (typeof privacyTypes)[number];

export function shareLevelOf(tlp: Tlp): ShareLevel {
  return levelOf[tlp];
}

/** What a level may be of ours; UNKNOWN is what an unmarked opinion is. */
export function tlpsOf(level: ShareLevel): Tlp[] {
  return (Object.keys(levelOf) as Tlp[]).filter((tlp) => levelOf[tlp] === level);
}

export function tlpOf(level: ShareLevel): Tlp {
  return tlpsOf(level)[0] ?? 'AMBER';
}

/** Who sees it, as far as its reader may know: of its own all audiences, of another's those that both are in. */
export function privacyTypeOf({ audience, seenIn }: DescriptorView): PrivacyType {
  if (audience !== undefined) return typeOfChoice(audience as AudienceChoice);
  if (seenIn.includes('community')) return 'VISIBLE';
  return seenIn.some((one) => one.startsWith('group:')) ? 'HAS_PRIVACY_GROUP' : 'HAS_WHITELIST';
}

export function typeOfChoice({
  community,
  groups = [],
  members = [],
}: AudienceChoice): PrivacyType {
  if (community) return 'VISIBLE';
  if (groups.length === 0) return 'HAS_WHITELIST';
  return members.length > 0 ? 'HAS_PRIVACY_GROUP_AND_WHITELIST' : 'HAS_PRIVACY_GROUP';
}

export function membersOfChoice({ groups = [], members = [] }: AudienceChoice): string[] {
  return [...groups, ...members];
}

/** To whom it goes; who names nobody keeps it to himself. Of ids of both kinds groups are those that one is in. */
export function choiceOf(
  type: PrivacyType,
  ids: readonly string[],
  { member }: Pick<Caller, 'member'>,
): AudienceChoice {
  const others = [...new Set(ids)].filter((id) => id !== member.id);
  const isGroup = (id: string) => member.groups.includes(id);
  switch (type) {
    case 'VISIBLE':
      return { community: true };
    case 'HAS_PRIVACY_GROUP':
      return { groups: others };
    case 'HAS_PRIVACY_GROUP_AND_WHITELIST':
      return {
        groups: others.filter(isGroup),
        members: others.filter((id) => !isGroup(id)),
      };
    case 'HAS_WHITELIST':
      return { members: others };
    case 'NONE':
      return {};
  }
}

/** The audiences of a remark on what is seen there: those of its reader, and whoever gave it. */
export function aroundView({ seenIn, owner }: DescriptorView, caller: Caller): Audience[] {
  const mine: Audience = `member:${caller.member.id}`;
  const shared = seenIn.filter((audience) => audience !== mine);
  return shared.length > 0 ? shared : [`member:${String(owner)}`];
}
