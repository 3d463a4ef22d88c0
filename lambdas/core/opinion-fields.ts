import type { Opinion } from './descriptor';

/** The fields of an opinion as a request may give them. */
export type OpinionFields = { readonly [F in keyof Opinion]?: Opinion[F] | undefined };

const unsaid: Omit<Opinion, 'status'> = {
  severity: 'UNKNOWN',
  confidence: null,
  precision: 'UNKNOWN',
  reviewStatus: 'UNKNOWN',
  tlp: 'AMBER',
  description: '',
  tags: [],
  sourceUri: null,
  firstActiveAt: null,
  lastActiveAt: null,
  expiresAt: null,
};

/** A whole opinion from what was given: a publish says everything anew, what it leaves out is unsaid. */
export function opinionOf(fields: OpinionFields & Pick<Opinion, 'status'>): Opinion {
  return patchOpinion({ ...unsaid, status: fields.status }, fields);
}

/** An opinion with some fields changed. Tags become a sorted set, times UTC, so that equal ones are equal text. */
export function patchOpinion(old: Opinion, fields: OpinionFields): Opinion {
  const given = <F extends keyof Opinion>(field: F): Opinion[F] => {
    const value = fields[field];
    return value === undefined ? old[field] : (value as Opinion[F]);
  };
  return {
    status: given('status'),
    severity: given('severity'),
    confidence: given('confidence'),
    precision: given('precision'),
    reviewStatus: given('reviewStatus'),
    tlp: given('tlp'),
    description: given('description').normalize('NFC'),
    tags: tagSet(given('tags')),
    sourceUri: given('sourceUri'),
    firstActiveAt: utc(given('firstActiveAt')),
    lastActiveAt: utc(given('lastActiveAt')),
    expiresAt: utc(given('expiresAt')),
  };
}

function tagSet(tags: readonly string[]): string[] {
  const trimmed = tags.map((tag) => tag.normalize('NFC').trim()).filter((tag) => tag !== '');
  return [...new Set(trimmed)].sort();
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
