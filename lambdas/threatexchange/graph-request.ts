import { maxBodyBytes } from '../contracts/endpoint';
import { GraphError, type GraphMethod, unknownPath } from './graph-error';
import { type Params, readParams } from './read-params';

/** A request as it came in. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** A request as this surface understands it. */
export interface GraphRequest {
  readonly method: GraphMethod;
  /** Scheme, host and version as the client wrote them, for links that lead back here. */
  readonly base: string;
  /** Without the version. */
  readonly path: readonly string[];
  readonly params: Params;
  readonly token: string | undefined;
}

export async function readGraphRequest(raw: RawRequest): Promise<GraphRequest> {
  const { headers, rawQuery, body } = raw;
  if (body.length > maxBodyBytes) {
    throw new GraphError(400, 100, `(#100) A body is at most ${maxBodyBytes} bytes.`);
  }
  const contentType = headers['content-type'] ?? '';
  const params = await readParams({ rawQuery, contentType, body });
  const { version, path } = splitPath(raw.path);
  const origin = `${headers['x-forwarded-proto'] ?? 'https'}://${headers['host'] ?? 'localhost'}`;
  return {
    method: methodOf(raw.method, params),
    base: origin + (version === undefined ? '' : `/${version}`),
    ...{ path, params, token: tokenOf(params, headers['authorization']) },
  };
}

/** Doubled and trailing slashes are nothing; clients send both. */
export function splitPath(path: string): { version: string | undefined; path: string[] } {
  const parts = path.split('/').filter((part) => part !== '');
  const [first = ''] = parts;
  const isVersion = /^v\d+\.\d+$/.test(first);
  return { version: isVersion ? first : undefined, path: isVersion ? parts.slice(1) : parts };
}

const methods: readonly GraphMethod[] = ['GET', 'POST', 'DELETE'];

function methodOf(sent: string, params: Params): GraphMethod {
  const override = sent === 'POST' ? params['method']?.toUpperCase() : undefined;
  const found = methods.find((one) => one === (override || sent));
  if (!found) throw new GraphError(400, 100, '(#100) Send GET, POST or DELETE.');
  return found;
}

function tokenOf(params: Params, header = ''): string | undefined {
  const [, inHeader] = /^(?:Bearer|OAuth) +(\S+) *$/i.exec(header) ?? [];
  const token = params['access_token']?.trim() || inHeader;
  // Whoever keeps it encoded, and encodes it again.
  return token?.replace(/%(?:25)*7C/i, '|');
}

const ofThisPage = new Set(['after', 'before', 'method']);

/** Where a list goes on: absolute, whole, and strictly encoded. */
export function linkTo(
  { base, path, params }: Pick<GraphRequest, 'base' | 'path' | 'params'>,
  more: Params,
): string {
  const kept = Object.entries(params).filter(([name]) => !ofThisPage.has(name));
  const query = Object.entries({ ...Object.fromEntries(kept), ...more }).map((pair) =>
    pair.map(strictly).join('='),
  );
  const at = path.map((part) => `/${strictly(part)}`).join('');
  return `${base}${at}?${query.join('&')}`;
}

function strictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An id of a path: whatever else stands there leads nowhere. */
export function idIn(part: string | undefined): string {
  if (part === undefined || !isId(part)) throw unknownPath();
  return part;
}

export function isId(text: string): boolean {
  return /^[1-9][0-9]{0,18}$/.test(text) && BigInt(text) < 1n << 63n;
}
