import type { OutgoingRequest } from '../egress/call';
import { signWebhook } from '../webhooks/signing';
import { signHub } from '../webhooks/threatexchange-format';
import type { Endpoint } from './endpoint';

/** What is sent to an endpoint: signed with all live secrets, oldest first, at the moment of sending. */
export function signedRequest(
  { url, format }: Pick<Endpoint, 'url' | 'format'>,
  { id, body }: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  nowMicros: number,
): OutgoingRequest {
  const headers = format === 'standard' ? signWebhook({ id, body }, secrets, nowMicros) : hub();
  return {
    ...{ method: 'POST', url, body },
    headers: { 'content-type': 'application/json', 'user-agent': 'Tocsin', ...headers },
  };

  /** One signature is all that this format has room for: by the secret that its receiver has had longest. */
  function hub() {
    const [oldest] = secrets;
    if (oldest === undefined) throw new Error('a webhook without a key');
    return { 'webhook-id': id, ...signHub(body, oldest) };
  }
}
