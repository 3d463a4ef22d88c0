import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Community, communities, type TestMember } from '../../support/community';
import type { ExchangeOptions } from '../../support/exchange';
import { serve } from '../cli/serve';

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every kind
  readonly body: any;
}

type Params = Readonly<Record<string, string | number | boolean>>;

/** One exchange behind a real port for a whole test file, spoken to as clients of ThreatExchange do. */
export function graphWorld(options: Partial<ExchangeOptions> = {}) {
  const { community, sharedClient } = communities();
  let made: Promise<Graph> | undefined;
  let stop: (() => Promise<void>) | undefined;
  afterAll(() => stop?.());
  return (): Promise<Graph> => {
    made ??= community(options).then(async (world) => {
      const served = await serve(world);
      stop = served.stop;
      return { ...world, ...clientOf(served.url), url: served.url, client: sharedClient() };
    });
    return made;
  };
}

export interface Graph extends Community, ReturnType<typeof clientOf> {
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
}

function clientOf(url: string) {
  async function raw(line: string, init: RequestInit = {}): Promise<GraphAnswer> {
    const [method = 'GET', path = '/'] = line.split(/ (.*)/s);
    const response = await fetch(url + path, { method, redirect: 'error', ...init });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  function ask(line: string, { token }: TestMember, params: Params = {}): Promise<GraphAnswer> {
    const given = Object.entries({ access_token: token, ...params });
    const written = given.map(([name, value]): [string, string] => [name, String(value)]);
    const query = new URLSearchParams(written);
    return raw(`${line}${line.includes('?') ? '&' : '?'}${query}`);
  }

  return {
    raw,
    ask,
    /** What a client must send to say something of an indicator. */
    submit: (member: TestMember, indicator: string, params: Params = {}) =>
      ask('POST /v6.0/threat_descriptors', member, {
        ...{ indicator, type: 'DOMAIN', description: 'seen in a lure', status: 'MALICIOUS' },
        ...{ privacy_type: 'VISIBLE', share_level: 'GREEN', ...params },
      }),

    /** Follows `paging.next` to the end. */
    async pages(first: GraphAnswer): Promise<GraphAnswer[]> {
      const pages = [first];
      for (let next = first.body.paging?.next; next; next = pages.at(-1)?.body.paging?.next) {
        pages.push(await raw(`GET ${next.slice(url.length)}`));
      }
      return pages;
    },
  };
}
