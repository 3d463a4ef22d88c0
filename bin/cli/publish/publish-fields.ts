import { publishDescriptorBody } from '../../../lambdas/contracts/descriptors.contract';
import { fieldProblem } from '../../../lambdas/contracts/field-problem';
import { type AudienceChoice, audiencesChosen } from '../../../lambdas/core/audience';
import { type Arguments, usage } from '../command';
import { type Connection, groupId } from '../connection';

/** What is said of every line alike. */
export type SharedFields = Readonly<Record<string, unknown>> & { readonly tags: readonly string[] };

const optionOf: Readonly<Record<string, string>> = { tags: 'tag', expiresAt: 'expires' };

/** The opinion and the audience from the options, checked by the contract before anything is sent. */
export function sharedFields(
  args: Arguments,
  connection: Pick<Connection, 'file'>,
  nowMilliseconds: number,
): SharedFields {
  const fields = given({
    status: upper(args.one('status')),
    type: upper(args.one('type')),
    severity: upper(args.one('severity')),
    confidence: numberOf('confidence', args.one('confidence')),
    tlp: upper(args.one('tlp')),
    description: args.one('description'),
    expiresAt: expiryOf(args.one('expires'), nowMilliseconds),
  });
  if (!('status' in fields))
    throw usage('say what you think of them: --status MALICIOUS|SUSPICIOUS|NON_MALICIOUS|UNKNOWN');
  const audience = audienceOf(args, connection);
  const shared = { ...fields, tags: args.all('tag'), audience };
  check(shared);
  return shared;
}

/** Who may see it, by the options; there is no default. */
export function audienceOf(args: Arguments, { file }: Pick<Connection, 'file'>) {
  const choice: AudienceChoice = given({
    community: args.has('community') ? true : undefined,
    groups: filled(args.all('group').map((group) => groupId(group, file))),
    members: filled(args.all('member')),
  });
  const chosen = audiencesChosen(choice);
  if (chosen.length === 0 && !args.has('only-me')) {
    throw usage(
      'who may see them? Give --community, --group, --member or --only-me; there is no default',
    );
  }
  if (args.has('only-me') && chosen.length > 0) {
    throw usage('--only-me goes with no other audience');
  }
  return choice;
}

/** Two values that stand for any: only the shared fields are judged. */
function check(fields: object): void {
  const parsed = publishDescriptorBody.safeParse({ value: 'example.com', ...fields });
  if (parsed.success) return;
  const { message, pointer = '' } = fieldProblem(parsed.error);
  const [, field = ''] = pointer.split('/');
  throw usage(`--${optionOf[field] ?? field}: ${message}`);
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** A time, or a span from now, as a time of the API. */
export function expiryOf(text: string | undefined, nowMilliseconds: number): string | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit = ''] = /^([1-9][0-9]{0,4})([hdw])$/.exec(text) ?? [];
  const span = Number(amount) * (unitMilliseconds[unit] ?? Number.NaN);
  const at = Number.isNaN(span) ? Date.parse(text) : nowMilliseconds + span;
  if (Number.isNaN(at))
    throw usage('--expires is a time such as 2027-01-31T00:00:00Z, or 12h, 30d, 8w');
  if (at <= nowMilliseconds) throw usage('--expires is in the past');
  return new Date(at).toISOString();
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9]+$/.test(text)) throw usage(`--${option} is a whole number`);
  return Number(text);
}

function upper(text: string | undefined): string | undefined {
  return text?.toUpperCase();
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
