import { type Endpoint, endpoint } from '../contracts/endpoint';
import { openApiDocument } from '../contracts/openapi';
import { routes } from '../contracts/routes';
import { healthRoute, openApiRoute } from '../contracts/system.contract';

/** What the API says of itself. */
export function systemApi(): Endpoint[] {
  let document: string | undefined;
  return [
    endpoint(healthRoute, async () => ({ status: 200, body: { status: 'ok' } })),
    endpoint(openApiRoute, async () => {
      document ??= JSON.stringify(openApiDocument(routes));
      return { status: 200, json: document };
    }),
  ];
}
