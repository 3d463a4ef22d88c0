import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { account } from './place';
import type { Match } from './route-table';

/** The request as format 2.0 shows it, already as the text that the function receives. */
export function eventOf(
  request: IncomingMessage,
  path: string,
  { route, parameters }: Match<unknown>,
  body: Buffer,
  requestId: string,
): string {
  const query = request.url?.indexOf('?') ?? -1;
  const rawQueryString = query < 0 ? '' : (request.url ?? '').slice(query + 1);
  const { cookie, ...headers } = joinHeaders(request);
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const method = request.method ?? 'GET';
  return JSON.stringify({
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(';').map((one) => one.trim()) }),
    headers: { ...headers, ...forwarded(request, headers['x-forwarded-for'], sourceIp) },
    ...(rawQueryString !== '' && { queryStringParameters: readQuery(rawQueryString) }),
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName: (headers['host'] ?? 'localhost').split(':')[0],
      domainPrefix: 'local',
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.key,
      stage: '$default',
      ...now(),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...bodyFields(body, headers['content-type']),
  });
}

function joinHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers[name];
    const separator = name === 'cookie' ? ';' : ',';
    headers[name] = before === undefined ? value : `${before}${separator}${value}`;
  }
  return headers;
}

function forwarded(
  request: IncomingMessage,
  before: string | undefined,
  sourceIp: string,
): Record<string, string> {
  return {
    'x-forwarded-for': before === undefined ? sourceIp : `${before}, ${sourceIp}`,
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

function readQuery(rawQueryString: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  return query;
}

const textual = /^(text\/|application\/(json|javascript|xml)\b|[^;]*\+(json|xml)\b)/i;

function bodyFields(body: Buffer, type = ''): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  if (textual.test(type) && isUtf8(body)) return { body: body.toString(), isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function now(): { time: string; timeEpoch: number } {
  const date = new Date();
  const [day = '', clock = ''] = date.toISOString().split('T');
  const [year, , dayOfMonth] = day.split('-');
  const time = `${dayOfMonth}/${months[date.getUTCMonth()]}/${year}:${clock.slice(0, 8)} +0000`;
  return { time, timeEpoch: date.getTime() };
}
