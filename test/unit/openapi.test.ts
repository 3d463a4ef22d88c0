import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../lambdas/contracts/openapi';
import { routes } from '../../lambdas/contracts/routes';

const committed = readFileSync(join(__dirname, '../../openapi.json'), 'utf8');

describe('the OpenAPI document', () => {
  it('is the one that the routes make: `npm run openapi` writes it', () => {
    const document = openApiDocument(routes);

    expect(JSON.parse(committed)).toEqual(document);
  });

  it('has an operation for every route, each with an id of its own', () => {
    const { paths } = JSON.parse(committed);

    const ids = routes.map(({ method, path }) => paths[path][method.toLowerCase()].operationId);

    expect(new Set(ids).size).toBe(routes.length);
  });

  it('refers only to schemas that it has', () => {
    const { components } = JSON.parse(committed);
    const named = [...committed.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name && name in components.schemas))).toEqual([]);
  });
});
