import { Resolver } from 'node:dns/promises';
import type { ResolveTxt, TxtAnswer } from '../core/domain-proof';
import type { AddressAnswer, ResolveAddresses } from '../core/egress/call';

/** Of one try; a name server is asked twice. */
const patienceMilliseconds = 1500;

/** Said by a name server, so that asking another is no use. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the DNS for TXT records: the servers that are given as `address:port`, else those of the machine. What they do
 * not say within 3 s is not known.
 */
export function txtResolver(servers: readonly string[]): ResolveTxt {
  return (name) =>
    asking(servers, async (resolver): Promise<TxtAnswer> => {
      try {
        const records = await resolver.resolveTxt(name);
        return { status: 'found', texts: records.map((strings) => strings.join('')) };
      } catch (error) {
        return { status: isAbsent(error) ? 'absent' : 'unreachable' };
      }
    });
}

/** Asks for a host's addresses of both families, likewise; those of IPv4 come first. */
export function addressResolver(servers: readonly string[]): ResolveAddresses {
  return (host) =>
    asking(servers, async (resolver): Promise<AddressAnswer> => {
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const addresses = answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? answer.value : [],
      );
      if (addresses.length > 0) return { status: 'found', addresses };
      const areAbsent = answers.every(
        (answer) => answer.status === 'fulfilled' || isAbsent(answer.reason),
      );
      return { status: areAbsent ? 'absent' : 'unreachable' };
    });
}

async function asking<T>(
  servers: readonly string[],
  ask: (resolver: Resolver) => Promise<T>,
): Promise<T> {
  const resolver = new Resolver({ timeout: patienceMilliseconds, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  // Later tries wait longer by themselves, and servers are tried one after the other.
  const deadline = setTimeout(() => resolver.cancel(), 2 * patienceMilliseconds);
  try {
    return await ask(resolver);
  } finally {
    clearTimeout(deadline);
  }
}

function isAbsent(error: unknown): boolean {
  return absent.has((error as NodeJS.ErrnoException).code ?? '');
}
