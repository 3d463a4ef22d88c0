import { httpHandler } from '../platform/http-handler';
import { makeLogger } from '../platform/logger';
import { systemApi } from './system-api';

/** Its routes are public: nobody is told from another here. */
const nobody = () => Promise.reject(new Error('a public function has no callers'));

export const handler = httpHandler(systemApi(), {
  authenticate: nobody,
  rateLimit: nobody,
  log: makeLogger(),
});
