import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const json: Options = {
  json: { type: 'boolean', help: 'machine-readable output on stdout' },
};

const operator: Options = {
  stage: {
    type: 'string',
    value: 'NAME',
    help: "a deployment, dev or prod; else this machine's exchange",
  },
  ...json,
};

const byIam = [
  'With --stage it invokes functions by IAM, with the AWS credentials and region of your environment;',
  'without, those of the exchange that npm start runs on this machine.',
];

const patience: Options = {
  patience: {
    type: 'string',
    value: 'SECONDS',
    help: 'how long to wait while another walk is at work (default 900)',
  },
};

const walked: Options = {
  ...patience,
  resume: { type: 'boolean', help: 'go on from where one that was interrupted stopped' },
};

const doctor: Command = {
  name: 'doctor',
  usage: 'doctor [--quick] [options]',
  summary: 'whether the exchange is healthy, and what mends what is not',
  notes: [
    'Measures how soon a write is indexed, looks at queues and the expirer, then compares the whole index',
    'with what members wrote. Ends with 0 and "healthy", or with 1 and a line for each wrong thing.',
    ...byIam,
  ],
  options: {
    quick: { type: 'boolean', help: 'do not walk the index: say what the last walk found' },
    ...patience,
    ...operator,
  },
  load: async () => (await import('./operations/doctor-command')).doctor,
};

const reconcile: Command = {
  name: 'reconcile',
  usage: 'reconcile [--check] [--drop-orphans] [options]',
  summary: 'compare the index with what members wrote, and mend it in place',
  notes: [
    'The exchange goes on meanwhile. What the index has and no member wrote is an orphan: it stays, in case a',
    'restore is not complete yet, unless --drop-orphans says otherwise.',
    ...byIam,
  ],
  options: {
    check: { type: 'boolean', help: 'compare, change nothing' },
    'drop-orphans': { type: 'boolean', help: 'take orphans out of their audiences' },
    ...walked,
    ...operator,
  },
  load: async () => (await import('./operations/reconcile-command')).reconcile,
};

const rebuildIndex: Command = {
  name: 'rebuild-index',
  usage: 'rebuild-index (--all | AUDIENCE…) [options]',
  summary: 'make audiences from nothing; every follower begins its copy anew',
  notes: [
    'An audience is community, group:<id or name> or member:<id>. Its followers get feed.reset. It is for an',
    'index that is lost, as after a restore: what differs a little, tocsin reconcile mends without a reset.',
    ...byIam,
  ],
  options: {
    all: { type: 'boolean', help: 'every audience' },
    yes: { type: 'boolean', help: 'do not ask' },
    ...walked,
    ...operator,
  },
  load: async () => (await import('./operations/rebuild-command')).rebuildIndex,
};

const redrive: Command = {
  name: 'redrive',
  usage: 'redrive [options]',
  summary: 'index, audit, match and tell what was parked, once its cause is mended',
  notes: ['What still cannot be done stays where it is; each is named with its reason.', ...byIam],
  options: operator,
  load: async () => (await import('./operations/redrive-command')).redrive,
};

const knownGood: Command = {
  name: 'known-good',
  usage: 'known-good load DIR|FILE|URL | list | remove ID [options]',
  summary: 'lists of what is known to be good, by which a publish is warned',
  notes: [
    'Reads lists in the format of the MISP warninglists, each .json of a folder, and uploads them in pieces; the',
    'exchange fetches nothing by itself. A list of the same name is replaced. Patterns are left out, and so are',
    'substrings that are no name or address; how many, it says. Needs the operator: --as operator on this machine.',
  ],
  options: { ...connectionOptions, ...json },
  load: async () => (await import('./known-good/known-good-command')).knownGood,
};

const bootstrap: Command = {
  name: 'bootstrap',
  usage: 'bootstrap [options]',
  summary: 'the first credential of a deployment: shown once',
  notes: [
    ...byIam,
    'An exchange on this machine has had its own: npm start writes it to .tocsin/credentials.json.',
  ],
  options: {
    function: {
      type: 'string',
      value: 'NAME',
      help: 'the output BootstrapFunctionName; else it is searched',
    },
    ...operator,
  },
  load: async () => (await import('./bootstrap/bootstrap-command')).bootstrap,
};

export const operatorCommands: readonly Command[] = [
  doctor,
  reconcile,
  rebuildIndex,
  redrive,
  knownGood,
  bootstrap,
];
