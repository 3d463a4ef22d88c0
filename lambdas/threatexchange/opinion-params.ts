import { type AudienceChoice, audienceChoice } from '../core/audience';
import {
  type Descriptor,
  precisions,
  reviewStatuses,
  severities,
  statuses,
} from '../core/descriptor';
import { shareLevels } from '../core/graph-words';
import type { OpinionFields } from '../core/opinion-fields';
import { attackTypes, privacyTypes, readEnum, threatTypes } from './enumerations';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { isId } from './graph-request';
import { type Params, readList } from './read-params';
import { readIsoTime } from './read-time';
import { choiceOf, shareLevelOf, tlpOf, typeOfChoice } from './sharing-levels';

/** What is said of an indicator, of those parameters that are there; tags are against those that stand. */
export function opinionParams(
  params: Params,
  standing: Descriptor | undefined,
  now: number,
): OpinionFields {
  return {
    status: readEnum(params, 'status', statuses),
    severity: readEnum(params, 'severity', severities),
    precision: readEnum(params, 'precision', precisions),
    reviewStatus: readEnum(params, 'review_status', reviewStatuses),
    tlp: readTlp(params, standing),
    confidence: readConfidence(params),
    description: params['description'],
    tags: readTags(params, standing?.opinion.tags ?? []),
    sourceUri: params['source_uri'] === '' ? null : params['source_uri'],
    firstActiveAt: readMoment(params, 'first_active', now),
    lastActiveAt: readMoment(params, 'last_active', now),
    expiresAt: readMoment(params, 'expired_on', now),
  };
}

/** A level that is what stands already leaves it as it is: AMBER+STRICT is told as AMBER, and stays strict. */
function readTlp(params: Params, standing: Descriptor | undefined): OpinionFields['tlp'] {
  const level = readEnum(params, 'share_level', shareLevels);
  if (!level || (standing && shareLevelOf(standing.opinion.tlp) === level)) return undefined;
  return tlpOf(level);
}

function readConfidence(params: Params): number | undefined {
  const written = params['confidence'];
  if (written === undefined || written === '') return undefined;
  if (/^\d{1,3}$/.test(written) && Number(written) <= 100) return Number(written);
  throw badParameter('confidence', 'must be a whole number from 0 to 100.');
}

/** Nothing and 0 are never. */
function readMoment(params: Params, name: string, now: number): string | null | undefined {
  const written = params[name];
  return written === '' || written === '0' ? null : readIsoTime(params, name, now);
}

/** Tags replace those that stand; what is added and removed does not. What of 2015 is a type is a tag now. */
function readTags(params: Params, standing: readonly string[]): string[] | undefined {
  const types = [
    readEnum(params, 'threat_type', threatTypes),
    readEnum(params, 'attack_type', attackTypes),
  ].flatMap((type) => type ?? []);
  const [tags, added = [], removed = []] = ['tags', 'add_tags', 'remove_tags'].map((name) =>
    readList(params, name)?.map((tag) => tag.toLowerCase()),
  );
  const more = [...added, ...types.map((type) => type.toLowerCase())];
  if (tags === undefined && more.length + removed.length === 0) return undefined;
  return [...(tags ?? standing), ...more].filter((tag) => !removed.includes(tag));
}

/** To whom it goes, where that is said; a type that is what stands already, without names, leaves it as it is. */
export function readAudience(
  params: Params,
  standing: Descriptor | undefined,
  { caller }: GraphContext,
): AudienceChoice | undefined {
  const before = standing && audienceChoice(standing.audiences);
  const members = readList(params, 'privacy_members');
  if (members && !members.every(isId)) {
    throw badParameter('privacy_members', 'must be ids of members or groups, with commas.');
  }
  const named = readEnum(params, 'privacy_type', privacyTypes);
  const type = named ?? (members && before && typeOfChoice(before));
  if (!type) return undefined;
  if (!members && before && typeOfChoice(before) === type) return undefined;
  return choiceOf(type, members ?? [], caller);
}
