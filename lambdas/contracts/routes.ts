import type { Route } from './route';
import { healthRoute, openApiRoute } from './system.contract';

/** Every route of the API, in the order of the documentation. */
export const routes: readonly Route[] = [healthRoute, openApiRoute];
