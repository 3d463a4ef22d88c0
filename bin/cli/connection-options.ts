import type { Options } from './command';

export const connectionOptions: Options = {
  url: {
    type: 'string',
    value: 'URL',
    help: 'the exchange (or TOCSIN_URL; else that of the local cloud)',
  },
  as: {
    type: 'string',
    value: 'NAME',
    help: 'be this member of the local cloud (its name in credentials.json)',
  },
  token: {
    type: 'string',
    value: 'TOKEN',
    help: "a credential, 'id|secret'; better in TOCSIN_TOKEN: every user can see arguments in ps",
  },
  patience: {
    type: 'string',
    value: 'SECONDS',
    help: 'how long to try again while nothing moves forward (default 60)',
  },
};
