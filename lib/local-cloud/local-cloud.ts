import { physicalName } from './attributes';
import { Blueprint } from './blueprint';
import { makeFunctions } from './functions';
import { createGateway, type HttpRoutes } from './gateway';
import { readRoutes } from './http-routes';
import { serveLambda } from './lambda-api';
import { listen } from './listen';
import { lockFolder } from './lock';
import { type Mapping, startMappings } from './mappings';
import { RouteTable } from './route-table';
import { readSchedule, startSchedule } from './schedule';
import { keepSecrets, serveSecrets } from './secrets';
import { type Storage, startStorage } from './storage';
import { Teardown } from './teardown';
import { summarize } from './understood';
import type { Invoker } from './worker-pool';

type InvokerOf = (nameOrArn: string) => Invoker;

export interface LocalCloudOptions {
  /** What `cdk synth` wrote. */
  readonly assembly: string;
  /** Everything that is kept; made for its owner alone. */
  readonly data: string;
  /** 0 is any. */
  readonly port: number;
  readonly say: (line: string) => void;
  /** In place of every rule's own rate. */
  readonly scheduleEverySeconds?: number;
  /** More variables for every function; for tests. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Endpoints {
  readonly dynamodb: string;
  /** Empty where the template has no queue or bucket; S3 is there too. */
  readonly sqs: string;
  /** Its path is a secret: who knows it may invoke every function. */
  readonly lambda: string;
}

export interface LocalCloud {
  readonly url: string;
  readonly endpoints: Endpoints;
  readonly notEmulated: readonly string[];
  readonly routes: readonly string[];
  /** By logical id, construct path or a part of it. */
  tableName(idPart: string): string;
  invoke(functionIdPart: string, payload: unknown): Promise<unknown>;
  /** Resolves when every mapping has caught up with what was written. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs a synthesized CDK app on this machine, or says by name what it does not understand. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(options: LocalCloudOptions, teardown: Teardown): Promise<LocalCloud> {
  const { data, say } = options;
  const blueprint = new Blueprint(options.assembly);
  const lock = lockFolder(data);
  teardown.add(() => lock.release());
  let routes: HttpRoutes | undefined;
  const gateway = await listen(
    createGateway(() => routes),
    options.port,
  );
  teardown.add(() => gateway.stop());
  blueprint.addresses = { gateway: gateway.url, sqs: '' };
  const storage = await startStorage(blueprint, data, say, teardown);
  const targets = readRoutes(blueprint);
  const environment = {
    ...options.environment,
    ...(await serviceVariables(blueprint, storage, data, teardown)),
  };
  const http = new Set(targets.values());
  const functions = makeFunctions(blueprint, { data, environment, http }, teardown);
  const { invokerOf } = functions;
  const invokers = [...targets].map(([key, to]) => [key, invokerOf(to)] as const);
  const mappings = await startMappings(blueprint, { data, storage, invokerOf, say }, teardown);
  startSchedules(blueprint, options.scheduleEverySeconds, invokerOf, teardown);
  const lambda = await serveLambda(functions.all);
  routes = new RouteTable(new Map(invokers));
  // The readers end first, while what they call still runs.
  teardown.add(() =>
    Promise.all([
      gateway.stop(),
      lambda.stop(),
      functions.stop(),
      ...mappings.map((mapping) => mapping.stop()),
    ]),
  );
  const cloud: LocalCloud = {
    url: gateway.url,
    endpoints: { ...endpointsOf(storage), lambda: lambda.endpoint },
    notEmulated: blueprint.notEmulated,
    routes: [...targets].map(([key, to]) => `${key} → ${to.split(':').at(-1)}`),
    tableName: (idPart) => physicalName(blueprint.find('AWS::DynamoDB::Table', idPart)),
    invoke: (idPart, payload) => invokeByName(blueprint, invokerOf, idPart, payload),
    idle: () => untilIdle(mappings),
    stop: () => teardown.run(),
  };
  announce(cloud, say);
  return cloud;
}

function endpointsOf({ engine, queues }: Storage): Omit<Endpoints, 'lambda'> {
  return { dynamodb: engine.endpoint, sqs: queues?.endpoint ?? '' };
}

async function serviceVariables(
  blueprint: Blueprint,
  { engine, queues }: Storage,
  data: string,
  teardown: Teardown,
): Promise<Record<string, string>> {
  const wanted = blueprint
    .ofType('AWS::SecretsManager::Secret')
    .map((one) => [physicalName(one), blueprint.properties(one)] as const);
  const secrets = await serveSecrets(keepSecrets(data, new Map(wanted)));
  teardown.add(() => secrets.stop());
  return {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: engine.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    ...(queues && { AWS_ENDPOINT_URL_SQS: queues.endpoint, AWS_ENDPOINT_URL_S3: queues.endpoint }),
  };
}

function startSchedules(
  blueprint: Blueprint,
  everySeconds: number | undefined,
  invokerOf: InvokerOf,
  teardown: Teardown,
): void {
  for (const resource of blueprint.ofType('AWS::Events::Rule')) {
    const schedule = readSchedule(physicalName(resource), blueprint.properties(resource));
    if (!schedule) continue;
    const timer = startSchedule(schedule, everySeconds ?? schedule.everySeconds, invokerOf);
    teardown.add(() => timer.stop());
  }
}

async function invokeByName(
  blueprint: Blueprint,
  invokerOf: InvokerOf,
  idPart: string,
  payload: unknown,
): Promise<unknown> {
  const name = physicalName(blueprint.find('AWS::Lambda::Function', idPart));
  const outcome = await invokerOf(name).invoke(JSON.stringify(payload ?? {}));
  if (outcome.status === 'returned') return JSON.parse(outcome.payload);
  if (outcome.status === 'timedOut') throw new Error(`${name} timed out`);
  throw new Error(`${name} failed: ${outcome.errorType}: ${outcome.errorMessage}`);
}

/** One round may hand a record over whose writes are another mapping's records. */
async function untilIdle(mappings: readonly Mapping[]): Promise<void> {
  const handedOver = () => mappings.reduce((sum, mapping) => sum + mapping.handedOver, 0);
  let before: number;
  do {
    before = handedOver();
    for (const mapping of mappings) await mapping.caughtUp();
  } while (handedOver() !== before);
}

function announce(cloud: LocalCloud, say: (line: string) => void): void {
  for (const route of cloud.routes) say(route);
  say(`HTTP      ${cloud.url}`);
  say(`DynamoDB  ${cloud.endpoints.dynamodb}`);
  if (cloud.endpoints.sqs) say(`SQS       ${cloud.endpoints.sqs}`);
  say(`Lambda    ${new URL(cloud.endpoints.lambda).origin}/…`);
  say('In the template and not emulated:');
  for (const line of summarize(cloud.notEmulated)) say(`  ${line}`);
}
