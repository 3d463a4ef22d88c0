import { echoing, startHttpReceiver } from '../../support/http-receiver';
import { graphWorld } from './graph-world';

/** One exchange and one receiver for a test file; each member begins with no subscription, in a window of calls of its own. */
export function subscribers() {
  const receiver = startHttpReceiver();
  const world = graphWorld({ outgoing: async (request) => (await receiver).call(request) });
  afterAll(async () => (await receiver).stop());
  return async (member: 'alice' | 'bob' | 'carol') => {
    const [graph, at] = [await world(), await receiver];
    at.answer(echoing);
    const { [member]: own, ask } = graph;
    const path = `/v2.10/${own.id}/subscriptions`;
    await ask(`DELETE ${path}`, own);
    graph.wait(600);
    at.heard.length = 0;
    const asked = { object: 'threat_exchange', callback_url: at.url, verify_token: 'meat & yolk' };
    return {
      ...{ graph, at, own, path, ask },
      post: (params: object = {}) =>
        ask(`POST ${path}`, own, { ...asked, fields: 'threat_descriptor', ...params }),
      remove: (params = {}) => ask(`DELETE ${path}`, own, params),
      list: async () => (await ask(`GET ${path}`, own)).body,
      credential: async (role: string) => {
        const body = { name: role, role };
        const { token } = (await graph.call('POST /v1/credentials', { token: own.token, body }))
          .body;
        return { id: own.id, token };
      },
    };
  };
}
