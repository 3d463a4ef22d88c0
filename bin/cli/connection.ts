import { parseToken } from '../../lambdas/core/credential';
import { type Arguments, exitCodes, Failure, type Io, usage } from './command';
import { type CredentialsFile, readCredentials } from './credentials-file';

/** Which exchange, and as whom. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly memberId: string;
  readonly file: CredentialsFile | undefined;
}

export function readConnection(args: Arguments, io: Pick<Io, 'env'>): Connection {
  const file = readCredentials(io);
  const baseUrl = baseUrlOf(args.one('url') ?? io.env['TOCSIN_URL'] ?? file?.baseUrl);
  const token = tokenOf(args, io, file, baseUrl).trim();
  const parsed = parseToken(token);
  if (!parsed) {
    throw new Failure(
      exitCodes.unauthorised,
      "the token is not a credential of an exchange: it is 'id|secret', whole, with its checksum (quote the | in a shell)",
    );
  }
  return { baseUrl, token, memberId: parsed.memberId, file };
}

/** The exchange, for what needs no credential. */
export function readBaseUrl(args: Arguments, io: Pick<Io, 'env'>, given?: string): string {
  const known = given ?? args.one('url') ?? io.env['TOCSIN_URL'];
  return baseUrlOf(known ?? readCredentials(io)?.baseUrl);
}

function baseUrlOf(given: string | undefined): string {
  if (!given)
    throw usage('which exchange? Give --url or TOCSIN_URL, or start a local one: npm start');
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol)) throw usage(`'${given}' is not an http(s) URL`);
  if (url.username || url.password) throw usage('a URL with a user or password in it is refused');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function tokenOf(
  args: Arguments,
  { env }: Pick<Io, 'env'>,
  file: CredentialsFile | undefined,
  baseUrl: string,
): string {
  const name = args.one('as');
  if (name === undefined) {
    const token = args.one('token') ?? env['TOCSIN_TOKEN'];
    if (token) return token;
    throw usage(`who are you? Set TOCSIN_TOKEN, or give --as NAME${namesIn(file)}`);
  }
  if (!file) throw usage('--as needs the credentials.json of a local cloud: npm start makes it');
  // A local credential is for the exchange that issued it, and is sent nowhere else.
  if (baseUrlOf(file.baseUrl) !== baseUrl) {
    throw usage(`--as is for ${file.baseUrl} only; for ${baseUrl} set TOCSIN_TOKEN`);
  }
  if (name.toLowerCase() === 'operator' && file.operator) return file.operator.token;
  const member = file.members.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!member) throw usage(`there is no member '${name}' in credentials.json${namesIn(file)}`);
  return member.token;
}

function namesIn(file: CredentialsFile | undefined): string {
  const names = file?.members.map(({ name }) => name) ?? [];
  return names.length > 0 ? ` (${names.join(', ')})` : '';
}

/** A privacy group by its id, or by the name that the local cloud gave it. */
export function groupId(nameOrId: string, file: CredentialsFile | undefined): string {
  const group = file?.groups.find(({ name }) => name.toLowerCase() === nameOrId.toLowerCase());
  if (group) return group.id;
  if (/^[1-9][0-9]{0,18}$/.test(nameOrId)) return nameOrId;
  const names = file?.groups.map(({ name }) => name).join(', ');
  throw usage(
    `there is no group '${nameOrId}' in credentials.json${names ? ` (${names})` : ''}; give its id`,
  );
}
