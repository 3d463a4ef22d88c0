import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const { url, patience, ...credential } = connectionOptions;
const json: Options = { json: { type: 'boolean', help: 'machine-readable output on stdout' } };
/** Of an organisation that has no credential yet. */
const publicly: Options = { ...(url ? { url } : {}), ...(patience ? { patience } : {}), ...json };

const agreement: Command = {
  name: 'agreement',
  usage: 'agreement [status | accept VERSION] [options]',
  summary: 'what every member agrees to, and its version; accept it anew when it has changed',
  notes: [
    'status tells which version your organisation has accepted and whether another is due; accept needs a credential',
    'of an administrator, and the version that you read.',
  ],
  options: { ...connectionOptions, ...json },
  load: async () => (await import('./joining/agreement-command')).agreement,
};

const apply: Command = {
  name: 'apply',
  usage: 'apply --organisation NAME --domain DOMAIN --contact ADDRESS … --agree VERSION [options]',
  summary: 'apply to become a member',
  notes: [
    'Prints the address of the status page on stdout: keep it, it is shown once and is the key to the',
    'application. The DNS record that proves the domain is on stderr, and in tocsin application record.',
  ],
  options: {
    organisation: { type: 'string', value: 'NAME', help: 'its name' },
    domain: { type: 'string', value: 'DOMAIN', help: 'the domain that it registered' },
    contact: { type: 'string', value: 'ADDRESS', help: 'an e-mail address within the domain' },
    sector: { type: 'string', value: 'SECTOR', help: 'financial_services, energy, …, other' },
    class: {
      type: 'string',
      value: 'CLASS',
      help: 'company (default), nonprofit, academic, government',
    },
    country: { type: 'string', value: 'CC', help: 'two letters of ISO 3166: DE' },
    purpose: { type: 'string', value: 'TEXT', help: 'what it wants to share and to learn' },
    agree: { type: 'string', value: 'VERSION', help: 'of the agreement that it accepts' },
    ...publicly,
  },
  load: async () => (await import('./joining/apply-command')).apply,
};

const application: Command = {
  name: 'application',
  usage: 'application status|record|prove|answer|claim PAGE [options]',
  summary: 'your application: how it stands, its proof, its first credential',
  notes: [
    'PAGE is the address that tocsin apply printed. record prints the DNS record as a zone file has it; prove',
    'looks for it now, and ends with 1 where a check has not passed; claim prints the credential, once.',
  ],
  options: { text: { type: 'string', value: 'TEXT', help: 'of an answer' }, ...publicly },
  load: async () => (await import('./joining/application-command')).application,
};

const applications: Command = {
  name: 'applications',
  usage: 'applications list | show|approve|decline|ask|renew ID|DOMAIN [options]',
  summary: "the operator's queue of applications, and the decisions",
  notes: [
    'A domain stands for its one application in the state (reviewing, unless --state says another).',
  ],
  options: {
    state: {
      type: 'string',
      value: 'STATE',
      help: 'proving, reviewing (default), asked, approved, claimed, declined, refused',
    },
    sector: { type: 'string', value: 'SECTOR', help: 'of this sector alone' },
    reason: { type: 'string', value: 'TEXT', help: 'for the applicant to read' },
    override: {
      ...{ type: 'string', multiple: true, value: 'CHECK=REASON' },
      help: 'approve although this check has not passed (repeatable)',
    },
    ...(url ? { url } : {}),
    ...credential,
    ...(patience ? { patience } : {}),
    ...json,
  },
  load: async () => (await import('./joining/applications-command')).applications,
};

const policy: Command = {
  name: 'policy',
  usage: 'policy show | set FILE --reason TEXT [options]',
  summary: 'the rules of the exchange: who is admitted, who is of the community',
  notes: [
    'show prints a document; edit it, and set it. A change by somebody else in between is refused.',
  ],
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'of the change, for all members to read' },
    ...connectionOptions,
  },
  load: async () => (await import('./joining/policy-command')).policy,
};

export const joiningCommands: readonly Command[] = [
  agreement,
  apply,
  application,
  applications,
  policy,
];
