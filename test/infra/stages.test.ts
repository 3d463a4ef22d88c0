import { environment } from '../../lambdas/contracts/environment';
import { type Stage, stageNameOf, stages } from '../../lib/stage';
import { isObject, type Json, type Resource, resourcesOf, synthesize } from './synthesized';

const dev: Stage = stages.dev;
const templates = { dev: synthesize(dev), prod: synthesize(stages.prod) };

/** `<type> <path>` of each place where two templates differ, with both values. */
function differences(
  path: string,
  one: Json | undefined,
  other: Json | undefined,
): [string, Json[]][] {
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(`${path}.${key}`, one[key], other[key]));
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    const length = Math.max(one.length, other.length);
    return Array.from({ length }).flatMap((_, at) => differences(path, one[at], other[at]));
  }
  return one === other ? [] : [[path, [one ?? null, other ?? null]]];
}

/** Stage names are told apart by this only, wherever they stand. */
function anonymous<T>(value: T, name: string): T {
  const text = JSON.stringify(value).replaceAll(
    new RegExp(`(Tocsin[- ])${name}\\b`, 'g'),
    '$1stage',
  );
  return JSON.parse(text.replaceAll(`"STAGE":"${name}"`, '"STAGE":"stage"'));
}

function differingPlaces(): Record<string, Json[]> {
  const prod: Record<string, Resource> = Object.fromEntries(
    resourcesOf(anonymous(templates.prod, 'prod')),
  );
  const pairs = resourcesOf(anonymous(templates.dev, 'dev')).flatMap(
    ([id, { Type, ...resource }]) =>
      differences(Type.replace('AWS::', ''), toJson(resource), toJson(prod[id], ['Type'])),
  );
  return Object.fromEntries(pairs);
}

function toJson(resource: object | undefined, without: string[] = []): Json {
  const entries = Object.entries(resource ?? {}).filter(([key]) => !without.includes(key));
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}

describe('the stages', () => {
  it('make equal templates from equal records', () => {
    const twin = synthesize({ ...dev, name: 'twin' });

    expect(anonymous(twin, 'twin')).toEqual(anonymous(templates.dev, 'dev'));
  });

  it('have the same resources', () => {
    const ids = (name: 'dev' | 'prod') => resourcesOf(templates[name]).map(([id]) => id);

    expect(ids('prod')).toEqual(ids('dev'));
  });

  it('differ in the places that their record speaks of', () => {
    expect(Object.keys(differingPlaces()).sort()).toEqual([
      'ApiGatewayV2::Stage.Properties.DefaultRouteSettings.ThrottlingRateLimit',
      'CloudWatch::Alarm.Properties.AlarmDescription',
      'CloudWatch::Alarm.Properties.Period',
      'CloudWatch::Alarm.Properties.Threshold',
      'DynamoDB::Table.Properties.DeletionProtectionEnabled',
      'Lambda::EventSourceMapping.Properties.MaximumBatchingWindowInSeconds',
      'Lambda::EventSourceMapping.Properties.ParallelizationFactor',
      'Lambda::EventSourceMapping.Properties.ScalingConfig.MaximumConcurrency',
      'Lambda::Function.Properties.Environment.Variables.POINTER_WRITES',
      'Lambda::Function.Properties.Environment.Variables.REQUESTS_PER_SECOND',
      'Lambda::Function.Properties.Environment.Variables.ROOTS_LOCKED_DAYS',
      'Lambda::Function.Properties.Environment.Variables.SOURCE_REQUESTS_PER_SECOND',
      'Lambda::Function.Properties.MemorySize',
      'Lambda::Function.Properties.ReservedConcurrentExecutions',
      'Logs::LogGroup.DeletionPolicy',
      'Logs::LogGroup.Properties.RetentionInDays',
      'Logs::LogGroup.UpdateReplacePolicy',
      'S3::Bucket.Properties.ObjectLockEnabled',
      'SQS::Queue.DeletionPolicy',
      'SQS::Queue.UpdateReplacePolicy',
    ]);
  });

  it('let nobody call the machine that a function runs on', () => {
    expect(JSON.stringify(templates)).not.toContain(environment.egressLoopback);
  });

  it('let receivers be called by port 443 alone', () => {
    for (const stage of Object.values<Stage>(stages)) expect(stage.egressPorts).toEqual([443]);
  });

  it('are two, and another name is answered with theirs', () => {
    expect(() => stageNameOf('qa')).toThrow("unknown stage 'qa': the stages are dev, prod");
  });
});
