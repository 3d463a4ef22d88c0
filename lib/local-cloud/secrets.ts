import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { listen } from './listen';
import { arn } from './place';
import { isRecord, type Properties } from './properties';

const kinds = {
  Lowercase: 'abcdefghijklmnopqrstuvwxyz',
  Uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  Numbers: '0123456789',
  Punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** Values by the secret's name, made once and kept in a file that only its owner may read. */
export function keepSecrets(
  data: string,
  wanted: ReadonlyMap<string, Properties>,
): Readonly<Record<string, string>> {
  const file = join(data, 'keys.json');
  const kept: Record<string, string> = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {};
  const missing = [...wanted].filter(([name]) => !Object.hasOwn(kept, name));
  for (const [name, properties] of missing) {
    kept[name] = generateSecret(properties.child('GenerateSecretString'));
  }
  if (missing.length > 0) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(kept, null, 2), { mode: 0o600, flush: true });
    renameSync(draft, file);
  }
  return kept;
}

export function generateSecret(options: Properties): string {
  options.onlyNames([
    'PasswordLength',
    'SecretStringTemplate',
    'GenerateStringKey',
    'ExcludeCharacters',
    'RequireEachIncludedType',
    ...Object.keys(kinds).map((kind) => `Exclude${kind}`),
  ]);
  const password = generatePassword(options);
  const template = options.values['SecretStringTemplate'];
  if (template === undefined) return password;
  const object: unknown = JSON.parse(String(template));
  if (!isRecord(object)) options.refuse('SecretStringTemplate');
  return JSON.stringify({ ...object, [options.text('GenerateStringKey')]: password });
}

function generatePassword(options: Properties): string {
  const excluded = options.text('ExcludeCharacters', '');
  const sets = Object.entries(kinds)
    .filter(([kind]) => !options.flag(`Exclude${kind}`))
    .map(([, characters]) => [...characters].filter((one) => !excluded.includes(one)).join(''));
  const all = sets.join('');
  const length = options.number('PasswordLength', 32);
  const wantsEach = options.flag('RequireEachIncludedType', true);
  for (;;) {
    const made = Array.from({ length }, () => all[randomInt(all.length)]).join('');
    const hasEach = sets.every((set) => set === '' || [...made].some((one) => set.includes(one)));
    if (hasEach || !wantsEach || length < sets.length) return made;
  }
}

/** Answers GetSecretValue; the path is a secret too, as any local program can reach the port. */
export async function serveSecrets(
  secrets: Readonly<Record<string, string>>,
): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(body));
    const input: unknown = JSON.parse((await text(request)) || '{}');
    const name = isRecord(input) ? nameOf(String(input['SecretId'])) : '';
    if (!request.url?.startsWith(path)) return reply(403, { __type: 'AccessDeniedException' });
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return reply(400, { __type: 'InvalidRequestException', Message: 'not emulated' });
    }
    if (!Object.hasOwn(secrets, name)) return reply(400, { __type: 'ResourceNotFoundException' });
    return reply(200, {
      ARN: arn('secretsmanager', `secret:${name}`),
      Name: name,
      VersionId: '00000000-0000-0000-0000-000000000001',
      VersionStages: ['AWSCURRENT'],
      SecretString: secrets[name],
    });
  });
  const { url, stop } = await listen(server, 0);
  return { endpoint: `${url}${path}`, stop };
}

function nameOf(id: string): string {
  return id.startsWith('arn:') ? id.split(':').slice(6).join(':') : id;
}
