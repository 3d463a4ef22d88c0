import { Resolver } from 'node:dns/promises';
import type { ResolveTxt, TxtAnswer } from '../core/domain-proof';

/** Of one try; a name server is asked twice. */
const patienceMilliseconds = 1500;

/** Said by a name server, so that asking another is no use. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the DNS for TXT records: the servers that are given as `address:port`, else those of the machine. What they do
 * not say within 3 s is not known.
 */
export function txtResolver(servers: readonly string[]): ResolveTxt {
  return async (name): Promise<TxtAnswer> => {
    const resolver = new Resolver({ timeout: patienceMilliseconds, tries: 2 });
    if (servers.length > 0) resolver.setServers(servers);
    // Later tries wait longer by themselves, and servers are tried one after the other.
    const deadline = setTimeout(() => resolver.cancel(), 2 * patienceMilliseconds);
    try {
      const records = await resolver.resolveTxt(name);
      return { status: 'found', texts: records.map((strings) => strings.join('')) };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { status: absent.has(code) ? 'absent' : 'unreachable' };
    } finally {
      clearTimeout(deadline);
    }
  };
}
