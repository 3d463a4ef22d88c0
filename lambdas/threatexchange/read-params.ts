import { badParameter, GraphError } from './graph-error';

export type Params = Readonly<Record<string, string>>;

export interface Sent {
  readonly rawQuery: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Parameters from the query and from the body, whatever its content type says it is: clients send JSON as text and
 * forms as nothing. Of several of a name the last stands.
 */
export async function readParams({ rawQuery, contentType, body }: Sent): Promise<Params> {
  const given = [...new URLSearchParams(rawQuery), ...(await readBody(contentType, body))];
  const params = new Map(given.map(([name, value]) => [unwrapped(name), value.toWellFormed()]));
  return Object.assign(Object.create(null), Object.fromEntries(params)) as Params;
}

/** One client wraps each name: `params[indicator]`. */
function unwrapped(name: string): string {
  return /^params\[([^\]]+)\]$/.exec(name)?.[1] ?? name;
}

type Pairs = readonly (readonly [string, string])[];

async function readBody(contentType: string, body: Buffer): Promise<Pairs> {
  if (body.length === 0) return [];
  if (/^multipart\/form-data\b/i.test(contentType)) return readMultipart(contentType, body);
  const text = body.toString('utf8').trim();
  return text.startsWith('{') ? readJson(text) : [...new URLSearchParams(text)];
}

/** Parts that are files have no meaning here. */
async function readMultipart(contentType: string, body: Buffer): Promise<Pairs> {
  try {
    const headers = { 'content-type': contentType };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  } catch {
    throw new GraphError(400, 100, '(#100) The body is not the multipart form that it says it is.');
  }
}

function readJson(text: string): Pairs {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    throw new GraphError(400, 100, '(#100) The body begins like JSON and is not.');
  }
  return Object.entries(whole as object).flatMap(([name, value]) => {
    const written = asText(value);
    return written === undefined ? [] : [[name, written]];
  });
}

/** Lists of plain values are written as this API writes them, with commas. */
function asText(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const yes = new Set(['true', '1', 'yes']);
const no = new Set(['false', '0', 'no', '']);

/** As Python, PHP and JavaScript write it. */
export function readFlag(params: Params, name: string): boolean | undefined {
  const written = params[name]?.trim().toLowerCase();
  if (written === undefined) return undefined;
  if (yes.has(written)) return true;
  if (no.has(written)) return false;
  throw badParameter(name, 'must be true or false.');
}

/** A list with commas; as JSON, or as Python prints one, it comes in brackets and quotes. */
export function readList(params: Params, name: string): string[] | undefined {
  const written = params[name];
  if (written === undefined) return undefined;
  const bare = written.trim().replace(/^\[(.*)\]$/s, '$1');
  return bare
    .split(',')
    .map((one) => one.trim().replace(/^(['"])(.*)\1$/s, '$2'))
    .filter((one) => one !== '');
}

const defaultLimit = 25;

/** More than the most is the most. */
export function readLimit(params: Params, most: number): number {
  const written = params['limit'];
  if (written === undefined || written === '') return defaultLimit;
  if (!/^\d{1,9}$/.test(written) || Number(written) === 0) {
    throw badParameter('limit', 'must be a whole number above 0.');
  }
  return Math.min(Number(written), most);
}
