import { z } from 'zod';
import type { AuditEvent, AuditKind } from './audit';
import { exchangeChain } from './audit';
import { readBy } from './by';
import { groupEvents } from './group-history';
import { override } from './screen/override';

export type Row = Readonly<Record<string, unknown>>;

/** One write of an item, as its stream tells it. */
export interface Change {
  readonly id: string;
  /** Microseconds. */
  readonly at: number;
  /** What kind of item, and the ids that its key holds: `member` is whom it concerns. */
  readonly what: Source;
  readonly ids: Readonly<Record<string, string>>;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

interface Told {
  readonly kind: AuditKind;
  readonly about?: AuditEvent['about'];
  readonly at?: number;
}

type Telling = (change: Change) => Told | undefined;

/** What is told of each kind of item, from what it was and is. */
const tellings = {
  descriptor,
  remark,
  object: () => ({ kind: 'object.changed' }),
  member: profile,
  credential,
  groupLine,
  consent: ({ ids }) => ({ kind: ids['consent'] === 'request' ? 'group.asked' : 'group.invited' }),
  policy: ({ after }) => ({
    kind: 'policy.changed',
    about: numbers(rowIn(after, 'document'), ['version']),
  }),
  agreement: ({ after }) => ({ kind: 'agreement.changed', about: numbers(after, ['version']) }),
  application,
  list: () => ({ kind: 'list.changed' }),
  savedSearch: () => ({ kind: 'search.changed' }),
  hiding: ({ after }) => ({ kind: after ? 'hiding.begun' : 'hiding.ended' }),
  other: () => ({ kind: 'directory.changed' }),
} as const satisfies Readonly<Record<string, Telling>>;

export type Source = keyof typeof tellings;

/**
 * The entries that a write makes: one in the chain of whom it concerns, and one in that of who did it, if that is
 * somebody else. Each chain names its own member's credentials alone.
 */
export function eventsOf(change: Change): AuditEvent[] {
  const told: Told | undefined = tellings[change.what](change);
  if (!told) return [];
  const { id, ids, before, after } = change;
  const writer = readBy(after?.['by']);
  // A line of a group's history, and what waits for an answer, name the member themselves.
  const concerned = ids['member'] ?? texts(after ?? before, ['memberId'])['memberId'];
  const about = { ...ids, ...(concerned ? { member: concerned } : {}), ...told.about };
  const event = { id, at: told.at ?? change.at, kind: told.kind };
  const done = writer && {
    ...{ ...event, chain: writer.member, actor: 'own' as const, credential: writer.credential },
    about,
  };
  if (done && (concerned === undefined || concerned === writer.member)) return [done];
  const { member: _, ...others } = about;
  // What is hidden is shown again by the walk that ends.
  const isOwnDoing = after !== undefined || change.what === 'hiding';
  const nobody = isOwnDoing ? 'exchange' : 'unknown';
  const suffered: AuditEvent = {
    ...{ ...event, chain: concerned ?? exchangeChain, credential: null },
    actor: done ? 'other' : nobody,
    about: others,
  };
  return done ? [suffered, done] : [suffered];
}

function descriptor({ before, after }: Change): Told {
  const left = leftBy(before, after);
  const about = {
    ...texts(after, ['indicatorId']),
    ...numbers(after, ['version']),
    ...(after ? { audiences: listOf(after, 'audiences').join() } : {}),
    ...(left.length > 0 ? { left: left.join() } : {}),
    ...overridden(after),
  };
  const version = Number(after?.['version']);
  const at = Number.isFinite(version) ? { at: version } : {};
  return { kind: descriptorKind(before, after), about, ...at };
}

/** Of what is said between members, its kind and what it is about; never what it says. */
function remark(change: Change): Told {
  const { before, after } = change;
  const told = descriptor(change);
  const about = { ...texts(after ?? before, ['kind', 'replyTo', 'descriptorId', 'toId']) };
  const kind = remarkKinds[told.kind] ?? 'object.changed';
  return { ...told, kind, about: { ...about, ...told.about } };
}

const remarkKinds: Readonly<Partial<Record<AuditKind, AuditKind>>> = {
  'descriptor.published': 'remark.made',
  'descriptor.revised': 'remark.changed',
  'descriptor.narrowed': 'remark.narrowed',
  'descriptor.retracted': 'remark.retracted',
  'descriptor.quarantined': 'remark.quarantined',
  'descriptor.reinstated': 'remark.reinstated',
};

/** Which kinds of findings the owner has confirmed; why is on the item, in the owner's own words. */
function overridden(after: Row | undefined): { override?: string } {
  const { data } = override.safeParse(after?.['override']);
  return data ? { override: data.kinds.join() } : {};
}

function leftBy(before: Row | undefined, after: Row | undefined): unknown[] {
  const now = listOf(after, 'audiences');
  return listOf(before, 'audiences').filter((one) => !now.includes(one));
}

function descriptorKind(before: Row | undefined, after: Row | undefined): AuditKind {
  const [was, is] = [before?.['state'], after?.['state']];
  if (!after) return 'object.changed';
  if (is === 'retracted') return 'descriptor.retracted';
  if (was === undefined || was === 'retracted') return 'descriptor.published';
  const withheld = listOf(after, 'withheld').length - listOf(before, 'withheld').length;
  if (withheld !== 0) return withheld > 0 ? 'descriptor.quarantined' : 'descriptor.reinstated';
  if (is === 'expired' && was !== is && after['by'] === undefined) return 'descriptor.expired';
  return leftBy(before, after).length > 0 ? 'descriptor.narrowed' : 'descriptor.revised';
}

/** Each state that it reaches, and the checks and words in between; nothing of the applicant. */
function application({ before, after }: Change): Told {
  const about = { ...texts(after, ['state', 'memberId']), ...numbers(after, ['version']) };
  return { kind: before ? 'application.changed' : 'application.received', about };
}

const stateKinds: Readonly<Record<string, AuditKind>> = {
  active: 'member.reinstated',
  suspended: 'member.suspended',
  quarantined: 'member.quarantined',
  expelled: 'member.expelled',
  withdrawn: 'member.withdrawn',
};

function profile(change: Change): Told | undefined {
  const { before, after } = change;
  const state = String(after?.['state']);
  const isOther = before !== undefined && before['state'] !== after?.['state'];
  if (isOther) return { kind: stateKinds[state] ?? 'member.changed' };
  const agreed = rowIn(after, 'agreed');
  if (
    before !== undefined &&
    agreed &&
    agreed['version'] !== rowIn(before, 'agreed')?.['version']
  ) {
    return {
      kind: 'agreement.accepted',
      about: { ...numbers(agreed, ['version']), ...texts(agreed, ['sha256']) },
    };
  }
  return made(change, 'member.admitted', 'member.changed');
}

function credential(change: Change): Told | undefined {
  const { before, after } = change;
  const about = texts(after ?? before, ['role', 'revokedWith']);
  // What has ended is cleared away in time: its end was told.
  if (!after && hasEnded(before, change.at)) return undefined;
  const isEnded = before?.['revokedAt'] !== after?.['revokedAt'] && before !== undefined;
  if (isEnded || !after) return { kind: 'credential.revoked', about };
  const told = made(change, 'credential.issued', 'credential.changed');
  return told && { ...told, about: { ...told.about, ...about } };
}

function hasEnded(row: Row | undefined, at: number): boolean {
  return row?.['revokedAt'] !== undefined || Number(row?.['expiresAt']) <= at;
}

function groupLine({ after }: Change): Told | undefined {
  const { data: event } = z.enum(groupEvents).safeParse(after?.['event']);
  return event && { kind: event, about: texts(after, ['role']) };
}

/** What the exchange keeps for itself in an item: where nothing else changes, nothing happened. */
const bookkeeping = new Set([
  ...['by', 'fingerprint', 'version', 'mark'],
  ...['listKey', 'listSort', 'ttl'],
]);

function made({ before, after }: Change, fresh: AuditKind, changed: AuditKind): Told | undefined {
  if (!before) return { kind: fresh };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after ?? {})])];
  const isSame = (name: string) => textOf(before[name]) === textOf(after?.[name]);
  const fields = names.filter((name) => !bookkeeping.has(name) && !isSame(name)).sort();
  return fields.length > 0 ? { kind: changed, about: { fields: fields.join() } } : undefined;
}

function textOf(value: unknown): string {
  return JSON.stringify(value instanceof Set ? [...value].sort() : value) ?? '';
}

function texts(row: Row | undefined, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof row?.[name] === 'string' ? [[name, row[name]]] : [])),
  );
}

function rowIn(row: Row | undefined, name: string): Row | undefined {
  const inner = row?.[name];
  return typeof inner === 'object' && inner !== null ? (inner as Row) : undefined;
}

function numbers(row: Row | undefined, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof row?.[name] === 'number' ? [[name, row[name]]] : [])),
  );
}

function listOf(row: Row | undefined, name: string): readonly unknown[] {
  const list = row?.[name];
  return Array.isArray(list) ? list : [];
}
