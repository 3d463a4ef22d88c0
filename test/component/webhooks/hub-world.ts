import { createHmac } from 'node:crypto';
import { type Community, communities } from '../../support/community';
import {
  echoing,
  type Heard,
  type HttpReceiver,
  startHttpReceiver,
} from '../../support/http-receiver';
import { publishFor, putWatch } from '../../support/watching';

export const verifyToken = 'meat & yolk';

/** An exchange whose members' receivers are behind a real port, called by the real way out. */
export function receivingWorlds() {
  const { community } = communities();
  let at: HttpReceiver;
  beforeAll(async () => {
    at = await startHttpReceiver();
  });
  afterAll(() => at.stop());
  return async () => {
    at.heard.length = 0;
    at.answer(echoing);
    const world = await community({ outgoing: at.call });
    await putWatch(world, world.bob);
    return { ...world, world, at, ...endpointsOf(world, at) };
  };
}

function endpointsOf(world: Community, at: HttpReceiver) {
  const { token } = world.bob;
  const post = (path: string, body: object = {}) =>
    world.call(`POST /v1/endpoints${path}`, { token, body });
  return {
    post,
    /** Bob's, as it is made. */
    make: async (fields: object = {}) =>
      (await post('', { url: at.url, format: 'threatexchange', verifyToken, ...fields })).body,
    /** What alice publishes, as bob is sent it. */
    async tell(value: string) {
      const message = await publishFor(world, world.alice, world.bob, value);
      await world.notify(message);
      await world.deliverRung();
      return message.change;
    },
  };
}

/** As a receiver makes them, of the bytes that it got and the secret that it was given. */
export function hubHeaders({ text }: Heard, secret: string) {
  const digest = (algorithm: string) => createHmac(algorithm, secret).update(text).digest('hex');
  return {
    'x-hub-signature-256': `sha256=${digest('sha256')}`,
    'x-hub-signature': `sha1=${digest('sha1')}`,
  };
}
