import type { AuditEvent } from '../audit';
import type { SigningScheme } from '../webhooks/signing-key';
import type { Match } from './match';
import { type Topic, topicOf } from './topic';

export const endpointFormats = ['standard', 'threatexchange'] as const;
export type EndpointFormat = (typeof endpointFormats)[number];

/** `thin` carries ids and what kind of thing happened; what it is about is fetched with a credential. */
export const payloadKinds = ['thin', 'full'] as const;
export type PayloadKind = (typeof payloadKinds)[number];

export const endpointStates = ['pending', 'active', 'disabled'] as const;
export type EndpointState = (typeof endpointStates)[number];

/** Why nothing is sent any more: the receiver said 410, it failed for days, or its owner wants it so. */
export const disabledReasons = ['gone', 'failing', 'owner'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** A secret of an endpoint, encrypted; one that was replaced signs until its end. */
export interface EndpointKey {
  readonly id: string;
  readonly sealed: string;
  readonly createdAt: number;
  readonly endsAt?: number | undefined;
}

/** Where a member wants to be told. */
export interface Endpoint {
  readonly id: string;
  readonly member: string;
  readonly url: string;
  readonly format: EndpointFormat;
  readonly payload: PayloadKind;
  readonly signing: SigningScheme;
  /** Undefined: all. */
  readonly watches?: readonly string[] | undefined;
  /** Of the format threatexchange. Undefined: all. */
  readonly topics?: readonly Topic[] | undefined;
  readonly state: EndpointState;
  readonly reason?: DisabledReason | undefined;
  /** When nothing was sent any more. */
  readonly disabledAt?: number | undefined;
  readonly keys: readonly EndpointKey[];
  /** Of the format threatexchange: what its receiver knows us by, encrypted. */
  readonly verifyToken?: string | undefined;
  readonly version: number;
  readonly createdAt: number;
  readonly fingerprint?: string | undefined;
}

export const endpointLimits = {
  endpoints: 10,
  liveKeys: 5,
  /** Of a secret that was replaced. */
  overlapHours: 24,
  longestOverlapHours: 168,
  /** Challenges and tests of a member, which go wherever it says, in a window. */
  calls: 20,
  callWindowMinutes: 10,
} as const;

/** Oldest first. */
export function liveKeys(
  { keys }: Pick<Endpoint, 'keys'>,
  nowMicros: number,
): readonly EndpointKey[] {
  return keys.filter(({ endsAt }) => endsAt === undefined || endsAt > nowMicros);
}

type Meeting = Pick<Match, 'watchId' | 'kind'>;

/** Whether it is one of those that it is for. */
export function wants({ watches, topics }: Endpoint, { watchId, kind }: Meeting): boolean {
  return (watches?.includes(watchId) ?? true) && (topics?.includes(topicOf(kind)) ?? true);
}

export function takes(endpoint: Endpoint, meeting: Meeting): boolean {
  return endpoint.state === 'active' && wants(endpoint, meeting);
}

/** What its member has to know of an endpoint that the exchange has disabled, or undefined: its owner did that, or nobody. */
export function disabledNotice({ id, state, reason, disabledAt }: Endpoint) {
  if (state !== 'disabled' || !reason || reason === 'owner' || disabledAt === undefined)
    return undefined;
  return { kind: 'endpoint.disabled', endpoint: id, reason, at: disabledAt } as const;
}

/** The same for the audit: told twice it is one entry. */
export function disabledEvent(endpoint: Endpoint): AuditEvent | undefined {
  const notice = disabledNotice(endpoint);
  if (!notice) return undefined;
  const { kind, at, reason } = notice;
  const { id, member } = endpoint;
  const [actor, credential] = ['exchange', null] as const;
  const about = { endpoint: id, reason };
  return { id: `${id}/disabled/${at}`, chain: member, at, kind, actor, credential, about };
}
