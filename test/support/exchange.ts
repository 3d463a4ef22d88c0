import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { auditApi } from '../../lambdas/audit/audit-api';
import type { DeliveryMessage } from '../../lambdas/contracts/delivery-message';
import { problem } from '../../lambdas/contracts/fields';
import { listDefinition } from '../../lambdas/contracts/lists.contract';
import type { MatchedMessage } from '../../lambdas/contracts/matched-message';
import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { question } from '../../lambdas/contracts/saved-searches.contract';
import type { AuditEvent } from '../../lambdas/core/audit';
import type { TellRead } from '../../lambdas/core/audit-read';
import type { ResolveTxt } from '../../lambdas/core/domain-proof';
import type { GuardedCall } from '../../lambdas/core/egress/call';
import { strictRules } from '../../lambdas/core/egress/check-url';
import { idMaker } from '../../lambdas/core/id';
import { deriveKeys } from '../../lambdas/core/keys';
import { examiner } from '../../lambdas/core/screen/examiner';
import type { Clock } from '../../lambdas/core/time';
import { type AudiencesOf, audiencesOf } from '../../lambdas/core/visibility';
import { openSecret, sealingKey, sealSecret } from '../../lambdas/core/webhooks/sealed-secret';
import { departureApi } from '../../lambdas/departure/departure-api';
import { sweepAll } from '../../lambdas/departure/sweep';
import { bootstrap } from '../../lambdas/directory/bootstrap';
import { credentialsApi } from '../../lambdas/directory/credentials-api';
import { directoryApi } from '../../lambdas/directory/directory-api';
import { discussionApi } from '../../lambdas/discussion/discussion-api';
import { planApi } from '../../lambdas/exchange/plan-api';
import { publishApi } from '../../lambdas/exchange/publish-api';
import { buildLists } from '../../lambdas/export/build-lists';
import { exportApi } from '../../lambdas/export/export-api';
import { feedApi } from '../../lambdas/feeds/feed-api';
import { groupsApi } from '../../lambdas/groups/groups-api';
import { expireDue } from '../../lambdas/indexing/expire-due';
import { type IndexDeps, indexBatch } from '../../lambdas/indexing/index-batch';
import { admissionApi } from '../../lambdas/joining/admission-api';
import { joinApi } from '../../lambdas/joining/join-api';
import { matchesApi } from '../../lambdas/matches/matches-api';
import { notify } from '../../lambdas/matches/notify';
import type { NotifyDeps } from '../../lambdas/matches/telling';
import { watchesApi } from '../../lambdas/matching/watches-api';
import { isBusy } from '../../lambdas/platform/busy';
import { httpEdge } from '../../lambdas/platform/edge';
import { type HttpHandler, httpHandler } from '../../lambdas/platform/http-handler';
import { knownGoodReader } from '../../lambdas/platform/known-good';
import { problemStatus } from '../../lambdas/platform/problem-table';
import { publicEdge } from '../../lambdas/platform/public-edge';
import { surfaceHandler } from '../../lambdas/platform/surface-handler';
import { savedApi } from '../../lambdas/saved/saved-api';
import { rescan } from '../../lambdas/screening/rescan';
import { screeningApi } from '../../lambdas/screening/screening-api';
import { lookUpApi } from '../../lambdas/search/look-up-api';
import { buildPresences } from '../../lambdas/search/presence/build-presences';
import { sieve } from '../../lambdas/search/presence/sieve';
import { searchApi } from '../../lambdas/search/search-api';
import { agreementStore } from '../../lambdas/store/agreement-store';
import { applicationStore } from '../../lambdas/store/application-store';
import { audienceIndexStore } from '../../lambdas/store/audience-index-store';
import { auditStore } from '../../lambdas/store/audit-store';
import type { Key } from '../../lambdas/store/batch-get';
import { commitStore } from '../../lambdas/store/commit-store';
import { deliveryStore } from '../../lambdas/store/delivery-store';
import { departureStore } from '../../lambdas/store/departure-store';
import { directoryStore } from '../../lambdas/store/directory-store';
import { dueStore } from '../../lambdas/store/due-store';
import { endpointStore } from '../../lambdas/store/endpoint-store';
import { exchangeStore } from '../../lambdas/store/exchange-store';
import { feedStore } from '../../lambdas/store/feed-store';
import { governanceStore } from '../../lambdas/store/governance-store';
import { groupLists } from '../../lambdas/store/group-lists';
import { groupStore } from '../../lambdas/store/group-store';
import { jobStore } from '../../lambdas/store/job-store';
import { knownGoodStore } from '../../lambdas/store/known-good-store';
import { limitsStore } from '../../lambdas/store/limits-store';
import type { ListContentStore } from '../../lambdas/store/list-content-store';
import { listingStore } from '../../lambdas/store/listing-store';
import { matchStore } from '../../lambdas/store/match-store';
import { namedStore } from '../../lambdas/store/named-store';
import { planStore } from '../../lambdas/store/plan-store';
import { pointerLists } from '../../lambdas/store/pointer-lists';
import { pointerStore } from '../../lambdas/store/pointer-store';
import type { PresenceStore } from '../../lambdas/store/presence-store';
import { probeStore } from '../../lambdas/store/probe-store';
import type { PointerMode } from '../../lambdas/store/put-rows';
import { remarkRows } from '../../lambdas/store/remark-rows';
import { repeatStore } from '../../lambdas/store/repeat-store';
import { rosterStore } from '../../lambdas/store/roster-store';
import { screeningStore } from '../../lambdas/store/screening-store';
import type { SealStore } from '../../lambdas/store/seal-store';
import { searchStore } from '../../lambdas/store/search-store';
import { tagStore } from '../../lambdas/store/tag-store';
import { useStore } from '../../lambdas/store/use-store';
import { watchStores } from '../../lambdas/store/watch-stores';
import { systemApi } from '../../lambdas/system/system-api';
import { graphSurface } from '../../lambdas/threatexchange/serve-graph';
import { deliver } from '../../lambdas/webhooks/deliver';
import type { DeliverDeps } from '../../lambdas/webhooks/deliver-deps';
import { sweepDue } from '../../lambdas/webhooks/sweep-due';
import { webhooksApi } from '../../lambdas/webhooks/webhooks-api';
import type { EndpointDeps } from '../../lambdas/webhooks/webhooks-deps';
import type { TableName } from '../../lib/tables';
import { keptContents } from './kept-contents';
import { keptPresences } from './kept-presences';
import { keptSeals } from './seals';

/** From which every exchange of the tests derives its ids and credentials. */
export const rootSecret = '0123456789abcdef0123456789abcdef0123456789abcdef';

export interface ExchangeOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly now: Clock;
  readonly random: (bytes: number) => Buffer;
  readonly requestsPerSecond?: number;
  readonly sourceRequestsPerSecond?: number;
  readonly audiencesOf?: AudiencesOf;
  /** Without it there is no DNS. */
  readonly resolveTxt?: ResolveTxt;
  /** In place of the queue that reads are told to. */
  readonly tellRead?: TellRead;
  readonly seals?: SealStore;
  readonly contents?: ListContentStore;
  readonly presences?: PresenceStore;
  /** After how many read units a list of a search is too wide; else as everywhere. */
  readonly listReadUnits?: number;
  /** Of how many values on a look-up goes by what may be known; here even of one. */
  readonly siftFrom?: number;
  /** Where members' receivers are called; without it nobody is reached. */
  readonly outgoing?: GuardedCall;
  /** The queue to the deliverer, where several processes share it. */
  readonly rings?: DeliveryMessage[];
  /** In place of sending to it. */
  readonly ring?: (messages: readonly DeliveryMessage[]) => Promise<void>;
  /** What could not be answered is told here; a test that expects none lets it throw. */
  readonly onError?: (event: string, fields: unknown) => void;
  /** Everything that is logged. */
  readonly onLog?: (event: unknown, ...fields: unknown[]) => void;
}

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address that it comes from. */
  readonly from?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every route
  readonly body: any;
}

/** The functions of the API and the indexer in this process, on real tables: same code, same order of layers. */
export interface Exchange {
  /** `call('POST /v1/descriptors', …)`, `call('GET /v1/feeds/community?after=0', …)` */
  call(line: string, call?: Call): Promise<Answer>;
  /** Indexes what was written since the last time, as the stream would. */
  index(): Promise<void>;
  expire(): Promise<{ expired: number }>;
  /** One slice of every walk over the objects of members that left or were shut out. */
  sweep(seconds?: number): Promise<{ sweeps: number }>;
  /** One slice of the walk by the rules of now. */
  rescan(seconds?: number): ReturnType<typeof rescan>;
  /** Builds the lists of all members. */
  buildLists(seconds?: number): ReturnType<typeof buildLists>;
  /** Builds what is due of the sets of all audiences. */
  buildPresences(seconds?: number): ReturnType<typeof buildPresences>;
  /** What the matcher found becomes matches. */
  notify(message: MatchedMessage): Promise<number>;
  /** Hands the deliverer what was rung for, once each. */
  deliverRung(): Promise<void>;
  sweepDue(): ReturnType<typeof sweepDue>;
  bootstrap(): ReturnType<typeof bootstrap>;
  readonly indexDeps: IndexDeps;
  /** The reads that were put on record. */
  readonly told: readonly AuditEvent[];
  readonly seals: SealStore;
}

const noWayOut: GuardedCall = async () => ({ failure: 'connect_failed', latencyMs: 1 });
const localRules = { ...strictRules, allowsLoopback: true };
const noDns: ResolveTxt = async () => ({ status: 'unreachable' });

export function inProcessExchange(options: ExchangeOptions): Exchange {
  const { client, tables, now, random } = options;
  const keys = deriveKeys(rootSecret);
  const rung = new Map<string, Key>();
  ringOnWrites(client, tables.exchange, rung);
  const log = quietLog(options.onError ?? failOnError, options.onLog);
  const settings = {
    DIRECTORY_TABLE: tables.directory,
    LIMITS_TABLE: tables.limits,
    REQUESTS_PER_SECOND: options.requestsPerSecond ?? 100_000,
    SOURCE_REQUESTS_PER_SECOND: options.sourceRequestsPerSecond ?? 100_000,
  };
  const bent = options.audiencesOf ? { audiencesOf: options.audiencesOf } : {};
  const makeId = idMaker(keys.ids);
  const pepper = keys.credentials;
  const directory = directoryStore(client, tables.directory);
  const exchange = exchangeStore(client, tables.exchange);
  const index = audienceIndexStore(client, tables.audienceIndex);
  const groups = groupStore(client, tables.directory);
  const agreements = agreementStore(client, tables.directory);
  const applications = applicationStore(client, tables.directory);
  const governance = governanceStore(client, tables.directory);
  const feeds = feedStore(client, tables.feed);
  const departures = departureStore(client, tables.directory);
  const knownGoodLists = knownGoodStore(client, tables.directory);
  const screening = screeningStore(client, tables.audienceIndex);
  const jobs = jobStore(client, tables.audienceIndex);
  const searches = namedStore(client, tables.directory, 'search', (json) => question.parse(json));
  const lists = namedStore(client, tables.directory, 'list', (json) => listDefinition.parse(json));
  const { contents = keptContents(), presences = keptPresences(), siftFrom = 1 } = options;
  const listMaking = {
    ...{ feeds, index, lists, searches, makeId, now, cursorKeys: keys.cursors },
    open: searchStore(client, tables),
    mostReadUnits: options.listReadUnits,
  };
  const presence = {
    ...{ feeds, now, artifacts: presences },
    lists: pointerLists(client, tables.audienceIndex),
  };
  const examine = examiner(knownGoodReader(knownGoodLists));
  const sharing = {
    examine,
    groups,
    lists: groupLists(client, tables.directory),
    roster: rosterStore(client, tables.directory),
    plans: planStore(client, tables.limits),
  };
  const uses = useStore(client, tables.limits);
  const told: AuditEvent[] = [];
  const { tellRead = tellInto(told, now), seals = keptSeals() } = options;
  const listings = listingStore(client, tables.directory);
  const matches = matchStore(client, tables.notify);
  const endpoints = endpointStore(client, tables.notify);
  const directoryDeps = {
    ...{ agreements, directory, endpoints, groups, listings, uses, makeId, pepper, random, now },
  };
  const deliveries = deliveryStore(client, tables.notify);
  const sealing = sealingKey(rootSecret);
  const openSealed = (sealed: string, of: string) => openSecret(sealing, sealed, of);
  const rings: DeliveryMessage[] = options.rings ?? [];
  const ring = options.ring ?? (async (messages) => void rings.push(...messages));
  const sight = options.audiencesOf ?? audiencesOf;
  const notifying: NotifyDeps = {
    ...{ matches, endpoints, directory, governance, makeId, now, audiencesOf: sight },
    send: ring,
  };
  const delivering: DeliverDeps = {
    ...{ endpoints, deliveries, matches, directory, governance, now, audiencesOf: sight },
    openSecret: openSealed,
    call: options.outgoing ?? noWayOut,
    send: (message) => ring([message]),
    random: () => 0,
    onDisabled: async (event) => void told.push(event),
  };
  const watching = {
    ...watchStores(client, tables.notify, 'transaction'),
    ...{ makeId, random, now },
  };
  const webhooks: EndpointDeps = {
    ...{ endpoints, makeId, random, now, rules: localRules },
    limits: limitsStore(client, tables.limits),
    sealSecret: (secret, of) => sealSecret(sealing, secret, of, random),
    openSecret: openSealed,
    call: options.outgoing ?? noWayOut,
  };
  const apis = {
    directory: [...directoryApi(directoryDeps), ...credentialsApi(directoryDeps)],
    groups: groupsApi({
      ...{ groups, makeId, random, now },
      lists: groupLists(client, tables.directory),
      repeats: repeatStore(client, tables.limits),
    }),
    publish: publishApi({
      ...{ exchange, directory, ...sharing, makeId, now, isBusy },
      statusOf: (code) => problemStatus[code],
      onFault: (error) => log.error('item.failed', { error }),
      onClash: () => log.error('id.clash'),
    }),
    plan: planApi({
      ...{ exchange, index, directory, ...sharing, makeId, random, now, isBusy, tellRead },
      statusOf: (code) => problemStatus[code],
      onFault: (error) => log.error('item.failed', { error }),
    }),
    join: joinApi({
      ...{ agreements, applications, governance, makeId, pepper, random, now },
      resolveTxt: options.resolveTxt ?? noDns,
    }),
    admission: admissionApi({ agreements, applications, governance, makeId, now }),
    'look-up': lookUpApi({
      ...{ exchange, index, makeId, now, tellRead },
      sift: sieve(presence, siftFrom),
    }),
    discuss: discussionApi({
      ...{ exchange, index, directory, groups, makeId, random, now },
      remarks: remarkRows(client, tables.audienceIndex),
    }),
    search: searchApi({
      open: searchStore(client, tables),
      ...{ makeId, cursorKeys: keys.cursors, now, tellRead },
    }),
    feed: feedApi({ feeds, now, tellRead }),
    export: exportApi({ ...listMaking, contents, tellRead }),
    saved: savedApi({ searches, lists, now }),
    watches: watchesApi({ ...watching, open: searchStore(client, tables), tellRead }),
    audit: auditApi({ audit: auditStore(client, tables.audit), seals, tellRead }),
    departure: departureApi({ ...directoryDeps, departures, feeds }),
    matches: matchesApi({ matches }),
    webhooks: webhooksApi({
      ...{ ...webhooks, deliveries, matches },
      send: (message) => ring([message]),
    }),
    screening: screeningApi({ knownGood: knownGoodLists, screening, jobs, directory, now }),
    system: systemApi(),
  };
  const graph = graphSurface({
    ...{ exchange, index, feeds, directory, listings, groups, makeId, random, now, tellRead },
    ...{ examine, cursorKeys: keys.cursors, lists: groupLists(client, tables.directory) },
    remarks: remarkRows(client, tables.audienceIndex),
    tags: tagStore(client, tables.audienceIndex),
    open: searchStore(client, tables),
    repeats: repeatStore(client, tables.limits),
    ...{ watching, webhooks },
    onClash: () => log.error('id.clash'),
  });
  const handlers = new Map<Route['function'], HttpHandler>();
  handlers.set(
    'threatexchange',
    surfaceHandler(graph, httpEdge(client, settings, keys, { now, log, ...bent })),
  );
  for (const [name, api] of Object.entries(apis)) {
    const edge =
      name === 'system' ? publicEdge(log) : httpEdge(client, settings, keys, { now, log, ...bent });
    handlers.set(name as Route['function'], httpHandler(api, edge));
  }
  const indexDeps = indexerOn(client, tables, now, {
    onFailure: (ids, error) => log.error('index.failed', { ids, error }),
  });
  return {
    call: (line, call = {}) => dispatch(handlers, line, call, now),
    async index() {
      const ringing = [...rung.values()];
      rung.clear();
      if (ringing.length > 0) await indexBatch(ringing, indexDeps);
    },
    expire: () =>
      expireDue({
        ...{ due: dueStore(client, tables.audienceIndex), exchange, now },
        onFailure: (id, error) => log.error('expiry.failed', { id, error }),
      }),
    sweep: (seconds = 40) =>
      sweepAll(seconds, {
        ...{ departures, directory, groups, exchange, index, now },
        ...{ applications, searches, lists, contents },
        onFailure: (id, error) => log.error('sweep.failed', { id, error }),
      }),
    rescan: (seconds = 60) =>
      rescan(seconds, {
        ...{ governance, directory, exchange, screening, jobs, now },
        examine: examiner(knownGoodReader(knownGoodLists)),
        onFailure: (id, error) => log.error('rescan.failed', { id, error }),
      }),
    buildLists: (seconds = 60) =>
      buildLists(seconds, {
        ...{ ...listMaking, contents, directory, governance, jobs },
        audiencesOf: options.audiencesOf ?? audiencesOf,
        onFailure: (list, error) => log.error('list.failed', { list, error }),
      }),
    buildPresences: (seconds = 60) =>
      buildPresences(seconds, {
        ...{ ...presence, directory, groups, jobs, seen: new Map(), leastNew: 1 },
        onFailure: (audience, error) => log.error('presence.failed', { audience, error }),
      }),
    notify: (message) => notify(message, notifying),
    async deliverRung() {
      for (const message of rings.splice(0)) await deliver(message, delivering);
    },
    sweepDue: () => sweepDue({ deliveries, send: notifying.send, now }),
    bootstrap: () => bootstrap(directoryDeps),
    ...{ indexDeps, told, seals },
  };
}

function tellInto(told: AuditEvent[], now: Clock): TellRead {
  return async ({ member, credential }, kind, about) => {
    // By its chain alone: what others read shows in nobody's entries.
    const id = `read-${told.filter(({ chain }) => chain === member.id).length}`;
    const at = now();
    told.push({
      ...{ id, chain: member.id, at, kind, actor: 'own' },
      credential: credential.id,
      about,
    });
  };
}

/** An indexer of its own: several of them, each on a client and with a clock of its own, share the tables. */
export function indexerOn(
  client: DynamoDBDocumentClient,
  tables: ExchangeOptions['tables'],
  now: Clock,
  {
    pointerWrites = 'transaction',
    ...rest
  }: Pick<IndexDeps, 'onFailure'> & Partial<IndexDeps> & { readonly pointerWrites?: PointerMode },
): IndexDeps {
  return {
    exchange: exchangeStore(client, tables.exchange),
    commits: commitStore(client, tables),
    pointers: pointerStore(client, tables.audienceIndex, pointerWrites),
    now,
    pause: async () => undefined,
    isBusy,
    probes: probeStore(client, tables),
    park: async () => false,
    ...rest,
  };
}

/** The doorbell: remembers the keys of what is put into the Exchange, as its stream would tell them. */
function ringOnWrites(client: DynamoDBDocumentClient, table: string, rung: Map<string, Key>): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { TableName, Item } = args.input as { TableName?: string; Item?: Key };
      if (TableName === table && Item?.pk) {
        rung.set(Item.sk, { pk: Item.pk, sk: Item.sk });
      }
      return result;
    },
    { step: 'initialize', name: `ring-${table}`, override: true },
  );
}

async function dispatch(
  handlers: ReadonlyMap<Route['function'], HttpHandler>,
  line: string,
  call: Call,
  now: Clock,
): Promise<Answer> {
  const event = toEvent(line, call, now);
  const route = routes.find(({ method, path }) => `${method} ${path}` === event.routeKey);
  const isNative = event.rawPath.startsWith('/v1/');
  const handler = handlers.get(route?.function ?? (isNative ? 'system' : 'threatexchange'));
  if (!handler) throw new Error('no function has this route');
  const answer = toAnswer(await handler(event));
  return route || isNative ? promised(route, answer) : answer;
}

/** Every answer in every test is held against the contract. */
function promised(route: Route | undefined, answer: Answer): Answer {
  if (answer.status >= 400) problem.parse(answer.body);
  else route?.replies[answer.status]?.parse(answer.body);
  return answer;
}

function toEvent(line: string, call: Call, now: Clock): APIGatewayProxyEventV2 {
  const [method = '', target = ''] = line.split(' ');
  const [rawPath = '', rawQueryString = ''] = target.split(/\?(.*)/s);
  const { routeKey, pathParameters } = match(method, rawPath);
  const bytes =
    call.bytes ?? (call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body)));
  const headers = {
    ...(bytes ? { 'content-type': 'application/json' } : {}),
    ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
    ...call.headers,
  };
  const time = Math.floor(now() / 1000);
  const sourceIp = call.from ?? '127.0.0.1';
  return {
    version: '2.0',
    ...{ routeKey, rawPath, rawQueryString, headers, pathParameters },
    isBase64Encoded: bytes !== undefined,
    ...(bytes ? { body: bytes.toString('base64') } : {}),
    requestContext: {
      ...{ accountId: '', apiId: '', domainName: '', domainPrefix: '' },
      requestId: 'a-request',
      routeKey,
      stage: '$default',
      time: new Date(time).toISOString(),
      timeEpoch: time,
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: '' },
    },
  };
}

/** Those without parameters come first, as in API Gateway. */
const patterns = routes
  .toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))
  .map(({ method, path }) => ({
    ...{ method, path },
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
  }));

function match(method: string, rawPath: string) {
  for (const { method: itsMethod, path, names, pattern } of patterns) {
    const found = itsMethod === method ? pattern.exec(rawPath) : null;
    if (!found) continue;
    const values = names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]);
    const pathParameters: Record<string, string> = Object.fromEntries(values);
    return { routeKey: `${method} ${path}`, pathParameters };
  }
  return { routeKey: '$default', pathParameters: {} };
}

function toAnswer({
  statusCode = 0,
  headers = {},
  body = '',
}: APIGatewayProxyStructuredResultV2): Answer {
  const plain = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, String(v)]));
  return {
    status: statusCode,
    headers: plain,
    text: body,
    body: isJson(plain['content-type']) ? JSON.parse(body) : plain['content-type'] && body,
  };
}

function isJson(type = ''): boolean {
  return /^application\/(\w+\+)?json\b/.test(type);
}

function quietLog(
  onError: (event: string, fields: unknown) => void,
  onLog: (event: unknown, ...fields: unknown[]) => void = () => undefined,
) {
  const error = (event: unknown, ...fields: unknown[]) => {
    onLog(event, ...fields);
    onError(String(event), fields);
  };
  return { info: onLog, warn: onLog, error };
}

function failOnError(event: string, fields: unknown): never {
  throw new Error(
    `${event}: ${JSON.stringify(fields, (_, v) => (v instanceof Error ? v.stack : v))}`,
  );
}
