import type { HttpEdge } from './http-handler';
import type { Log } from './logger';

/** Of a function whose routes are all public and answer from memory: nobody is told from another, nothing is counted. */
export function publicEdge(log: Log): HttpEdge {
  const nobody = () => Promise.reject(new Error('a public function has no callers'));
  return {
    authenticate: nobody,
    limitOfMember: nobody,
    noteUse: nobody,
    limitOfSource: async () => ({ headers: {} }),
    log,
  };
}
