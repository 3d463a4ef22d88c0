import type { CallOutcome, GuardedCall, OutgoingRequest } from '../../lambdas/core/egress/call';
import type { Clock } from '../../lambdas/core/time';
import { verifyWebhook } from '../../lambdas/core/webhooks/signing';

/** What a receiver has got, as it saw it. */
export interface Received {
  readonly url: string;
  readonly id: string;
  readonly isVerified: boolean;
  readonly body: Body;
}

interface Body {
  readonly type: string;
  readonly challenge?: string;
  readonly data: {
    readonly matches: readonly { readonly id: string; readonly objectId: string }[];
  };
}

/** Receivers of every URL, in place of the way out: they verify as their makers would, and answer as they are told. */
export function receivers(now: Clock) {
  const keys = new Map<string, string>();
  const received: Received[] = [];
  let answers: readonly (number | CallOutcome)[] = [];
  const call: GuardedCall = async (request) => {
    const got = read(request, [...keys.values()], now());
    received.push(got);
    const bodyStart = got.body.challenge ?? '';
    const [next = 200, ...rest] = got.body.challenge ? [200, ...answers] : answers;
    answers = rest.length > 0 || got.body.challenge ? rest : answers.slice(0, 1);
    return typeof next === 'number' ? { status: next, bodyStart, latencyMs: 5 } : next;
  };
  return {
    call,
    received,
    /** What is delivered, challenges aside. */
    deliveries: () => received.filter(({ body }) => body.type === 'matches.found'),
    know: (verifyWith: string) => void keys.set(verifyWith, verifyWith),
    /** The last of them is answered for ever. */
    answer(...next: readonly (number | CallOutcome)[]) {
      answers = next;
    },
  };
}

function read({ url, headers = {}, body = '' }: OutgoingRequest, keys: string[], now: number) {
  const verified = verifyWebhook(headers, body, keys, now);
  const id = headers['webhook-id'] ?? '';
  return { url, id, isVerified: verified.kind === 'verified', body: JSON.parse(body) as Body };
}
