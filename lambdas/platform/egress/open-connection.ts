import { once } from 'node:events';
import { connect, isIPv6, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import type { Target } from '../../core/egress/check-url';
import { CallFailedError, failureOf } from './call-failed';
import type { Within } from './deadline';

/** Opens a TCP connection to the first of the addresses that accepts one. */
export type Dial = (addresses: readonly string[], port: number) => Socket;

/** Of one address, where others are left to try. */
const attemptMs = 1000;

/** The name is never looked up: whatever it is, it has the addresses that were checked. */
export function dial(addresses: readonly string[], port: number): Socket {
  const pinned = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return connect({
    host: 'checked.invalid',
    port,
    lookup: (_host, _options, done) => done(null, pinned),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptMs,
  });
}

export interface Opening {
  readonly dial: Dial;
  readonly within: Within;
  readonly connectMs: number;
  /** Trusted in place of the authorities that come with Node. */
  readonly authorities?: readonly string[];
}

/** A connection to one of the addresses, with TLS by the host's name on it where the URL says so. */
export async function openConnection(
  target: Target,
  addresses: readonly string[],
  opening: Opening,
): Promise<Socket> {
  const socket = opening.dial(addresses, target.port);
  // What is thrown after a call has ended interests nobody.
  socket.on('error', () => {});
  try {
    await reach(socket, 'connect', opening, ['connect_timeout', 'connect_failed']);
    checkPeer(socket, addresses);
    return target.isSecure ? await secured(socket, target, opening) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Decided by where the connection ended, whatever was asked of the network. */
function checkPeer({ remoteAddress }: Socket, addresses: readonly string[]): void {
  // It has been reset meanwhile.
  if (remoteAddress === undefined) throw new CallFailedError('reset');
  if (!addresses.includes(remoteAddress)) throw new CallFailedError('address_refused');
}

async function secured(socket: Socket, target: Target, opening: Opening): Promise<Socket> {
  const { authorities } = opening;
  const connection = secure({
    socket,
    host: target.host,
    // An address is no name that could be asked for.
    ...(!target.isLoopback && { servername: target.host }),
    ...(authorities && { ca: [...authorities] }),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // Said, so that no environment variable can say otherwise.
    rejectUnauthorized: true,
  });
  connection.on('error', () => {});
  try {
    await reach(connection, 'secureConnect', opening, ['tls_timeout', 'tls_failed']);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function reach(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { within, connectMs }: Opening,
  [late, failed]:
    | readonly ['connect_timeout', 'connect_failed']
    | readonly ['tls_timeout', 'tls_failed'],
): Promise<void> {
  try {
    await within(once(socket, event), connectMs, late);
  } catch (error) {
    throw failureOf(error, failed);
  }
}
