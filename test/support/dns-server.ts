import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

/** TXT records, each of its strings; addresses of both families. */
interface Records {
  readonly txt?: readonly (readonly string[])[];
  readonly addresses?: readonly string[];
}

/** What the server says of a name: its records; those of another name; a code; or nothing at all. */
export type Zone =
  | Records
  | (Records & { readonly cname: string })
  | 'nxdomain'
  | 'servfail'
  | 'refused'
  | 'garbage'
  | 'silent';

export interface DnsServer {
  /** `address:port` */
  readonly address: string;
  /** Lower case names. Of other names it says that there are none. */
  readonly zones: Map<string, Zone>;
  /** The names that were asked for. */
  readonly asked: string[];
  stop(): void;
}

const codes = { noerror: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;
const types = { a: 1, cname: 5, txt: 16, aaaa: 28 } as const;

/** A name server on loopback that speaks the protocol of the real ones, over UDP (RFC 1035). */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const zones = new Map<string, Zone>();
  const asked: string[] = [];
  socket.on('message', (query: Buffer, { port, address }: RemoteInfo) => {
    const { name, end } = readName(query, 12);
    asked.push(name);
    const reply = replyTo(query, end + 4, zones.get(name.toLowerCase()) ?? 'nxdomain');
    if (reply) socket.send(reply, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = `127.0.0.1:${socket.address().port}`;
  return { address, zones, asked, stop: () => socket.close() };
}

function replyTo(query: Buffer, questionEnd: number, zone: Zone): Buffer | undefined {
  if (zone === 'silent') return undefined;
  if (zone === 'garbage') return Buffer.concat([query.subarray(0, 2), Buffer.from('no DNS')]);
  const asked = query.readUInt16BE(questionEnd - 4);
  const answers = typeof zone === 'string' ? [] : records(zone, asked);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (typeof zone === 'string' ? codes[zone] : codes.noerror), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, query.subarray(12, questionEnd), ...answers]);
}

function records(zone: Exclude<Zone, string>, type: number): Buffer[] {
  // To the name in the question, as a compressed name points there.
  const asked = Buffer.from([0xc0, 12]);
  const owner = 'cname' in zone ? writeName(zone.cname) : asked;
  return [
    ...('cname' in zone ? [record(asked, types.cname, writeName(zone.cname))] : []),
    ...dataOf(zone, type).map((data) => record(owner, type, data)),
  ];
}

function dataOf({ txt = [], addresses = [] }: Records, type: number): Buffer[] {
  if (type === types.txt) return txt.map((strings) => Buffer.concat(strings.map(string)));
  const kind = type === types.a ? 'ipv4' : 'ipv6';
  return addresses
    .map((text) => ipaddr.parse(text))
    .filter((address) => address.kind() === kind)
    .map((address) => Buffer.from(address.toByteArray()));
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function writeName(name: string): Buffer {
  return Buffer.concat([...name.split('.').map(string), Buffer.from([0])]);
}

function readName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}
