import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import type { Request } from './twin-world-looks';

/** Lists of what the observer sees, made and fetched: what is drawn at random seldom comes to a whole one. */
export function listLooks(): Request[] {
  const shown = { format: 'ndjson' };
  return [
    ask('putSavedSearch', 'twin', { query: { status: 'MALICIOUS,SUSPICIOUS' } }),
    ...['MALICIOUS', 'NON_MALICIOUS'].flatMap((status) => [
      ask('putList', 'twin-feed', { definition: { feed: 'community', status, ...shown } }),
      ask('readListContent', 'twin-feed'),
      ask('putList', 'twin-saved', { definition: { saved: 'twin', status, ...shown } }),
      ask('readListContent', 'twin-saved'),
    ]),
    ask('putList', 'twin-saved', { definition: { saved: 'twin', ...shown } }),
    ask('readListContent', 'twin-saved'),
  ];
}

function ask(operation: Route['operationId'], name: string, body?: object): Request {
  const route = routes.find(({ operationId }) => operationId === operation);
  if (!route) throw new Error(`no route is named ${operation}`);
  const line = `${route.method} ${route.path.replace('{name}', name)}`;
  return { route, aim: 'visible', line, call: { headers: {}, ...(body ? { body } : {}) } };
}
