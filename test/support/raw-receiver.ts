import { once } from 'node:events';
import { type AddressInfo, createServer as plain, type Server, type Socket } from 'node:net';
import { createServer as secure, type TlsOptions } from 'node:tls';

/** What a receiver does once the head of a request has come. */
export type Behaviour = (socket: Socket, head: string) => void;

export interface RawReceiver {
  readonly port: number;
  /** The heads that it was sent. */
  readonly heard: string[];
  stop(): void;
}

/** A receiver that speaks no HTTP of its own: the path of the request says what it does with the bare connection. */
export async function startRawReceiver(
  behaviours: Readonly<Record<string, Behaviour>>,
  tls?: TlsOptions,
): Promise<RawReceiver> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    socket.on('error', () => {});
    let head = '';
    socket.on('data', function read(piece: Buffer) {
      head += piece.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read);
      heard.push(head);
      const path = head.split(' ')[1]?.split('?')[0]?.slice(1) ?? '';
      behaviours[path]?.(socket, head);
    });
  };
  const server: Server = tls ? secure(tls, accept) : plain(accept);
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, heard, stop };
}

export function saying(text: string | Buffer): Behaviour {
  return (socket) => {
    socket.end(text);
  };
}

/** A reply that is whole, and short. */
export function replying(status: number, headers: readonly string[] = []): Behaviour {
  const lines = [`HTTP/1.1 ${status} Whatever`, ...headers, 'content-length: 2', '', 'ok'];
  return saying(lines.join('\r\n'));
}

/** Writes for as long as anybody reads. */
export function endlessly(start: string, again: string): Behaviour {
  return (socket) => {
    const piece = again.repeat(Math.ceil(65_536 / again.length));
    const write = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', write);
    socket.write(start);
    write();
  };
}

/** A byte at a time, and on for ever. */
export function dripping(start: string, text: string, everyMs: number): Behaviour {
  return (socket) => {
    socket.write(start);
    let at = 0;
    const timer = setInterval(() => {
      socket.write(text[at % text.length] ?? '');
      at += 1;
    }, everyMs);
    socket.on('close', () => clearInterval(timer));
  };
}

/** Says something, then nothing, and keeps the connection. */
export function stallingAfter(text: string): Behaviour {
  return (socket) => {
    socket.write(text);
  };
}

/** Says something, then cuts the connection with a reset. */
export function resettingAfter(text: string): Behaviour {
  return (socket) => {
    if (text === '') socket.resetAndDestroy();
    // What was written would be lost with the reset.
    else socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 30));
  };
}
