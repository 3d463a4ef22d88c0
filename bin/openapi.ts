import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../lambdas/contracts/openapi';
import { routes } from '../lambdas/contracts/routes';

const document = `${JSON.stringify(openApiDocument(routes), null, 2)}\n`;
writeFileSync(join(__dirname, '..', 'openapi.json'), document);
console.log(`openapi.json: ${routes.length} routes`);
