import type { Resource } from './assembly';
import { describe } from './attributes';

interface Understanding {
  readonly emulated: readonly string[];
  /** Accepted, has no effect here, and is named at start. */
  readonly notEmulated?: readonly string[];
  /** Accepted: it changes nothing that a program can see. */
  readonly inert?: readonly string[];
}

const understandings: Readonly<Record<string, Understanding>> = {
  'AWS::DynamoDB::Table': {
    emulated: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'BillingMode',
      'StreamSpecification',
      'DeletionProtectionEnabled',
    ],
    notEmulated: [
      'TimeToLiveSpecification',
      'PointInTimeRecoverySpecification',
      'SSESpecification',
    ],
    inert: ['Tags', 'ContributorInsightsSpecification'],
  },
  'AWS::SQS::Queue': {
    emulated: [
      'QueueName',
      'FifoQueue',
      'ContentBasedDeduplication',
      'DelaySeconds',
      'MaximumMessageSize',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy',
      'VisibilityTimeout',
    ],
    notEmulated: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'],
    inert: ['Tags'],
  },
  'AWS::S3::Bucket': {
    emulated: ['BucketName'],
    notEmulated: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'ObjectLockConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'VersioningConfiguration',
    ],
    inert: ['Tags'],
  },
  'AWS::Lambda::Function': {
    emulated: [
      'Code',
      'Handler',
      'Runtime',
      'Timeout',
      'MemorySize',
      'Environment',
      'FunctionName',
      'Description',
      'ReservedConcurrentExecutions',
    ],
    notEmulated: ['Role', 'KmsKeyArn', 'TracingConfig', 'LoggingConfig'],
    inert: ['Architectures', 'Tags'],
  },
  'AWS::Lambda::EventSourceMapping': {
    emulated: [
      'EventSourceArn',
      'FunctionName',
      'StartingPosition',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'FunctionResponseTypes',
      'BisectBatchOnFunctionError',
      'MaximumRetryAttempts',
      'MaximumRecordAgeInSeconds',
      'DestinationConfig',
      'FilterCriteria',
      'ScalingConfig',
      'Enabled',
    ],
    notEmulated: ['ParallelizationFactor', 'KmsKeyArn'],
    inert: ['Tags'],
  },
  'AWS::Events::Rule': {
    emulated: ['Name', 'ScheduleExpression', 'State', 'Targets'],
    inert: ['Description', 'Tags'],
  },
  'AWS::ApiGatewayV2::Api': {
    emulated: ['ProtocolType'],
    notEmulated: ['DisableExecuteApiEndpoint', 'IpAddressType'],
    inert: ['Name', 'Description', 'Tags'],
  },
  'AWS::ApiGatewayV2::Stage': {
    emulated: ['ApiId', 'StageName'],
    notEmulated: ['DefaultRouteSettings', 'AccessLogSettings'],
    inert: ['AutoDeploy', 'Description', 'Tags'],
  },
  'AWS::ApiGatewayV2::Route': {
    emulated: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType'],
    inert: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Integration': {
    emulated: [
      'ApiId',
      'IntegrationType',
      'IntegrationUri',
      'PayloadFormatVersion',
      'TimeoutInMillis',
    ],
    inert: ['Description', 'IntegrationMethod'],
  },
  'AWS::SecretsManager::Secret': {
    emulated: ['Name', 'GenerateSecretString'],
    notEmulated: ['KmsKeyId'],
    inert: ['Description', 'Tags'],
  },
};

/** Who may do what, keys, logs and alarms: nothing of it runs on one machine. */
const notEmulatedTypes =
  /^AWS::(KMS|IAM|Logs|CloudWatch|WAFv2|SNS|XRay|Backup|ApplicationSignals)::|^AWS::Lambda::(Permission|EventInvokeConfig)$|^AWS::SQS::QueuePolicy$|^AWS::S3::BucketPolicy$|^AWS::SecretsManager::ResourcePolicy$/;

/** Throws by name at what it does not understand; returns what is in the template and has no effect here. */
export function surveyResources(resources: readonly Resource[]): readonly string[] {
  const notEmulated: string[] = [];
  for (const resource of resources) {
    if (resource.type === 'AWS::CDK::Metadata') continue;
    const understanding = understandings[resource.type];
    if (understanding) notEmulated.push(...surveyProperties(resource, understanding));
    else if (notEmulatedTypes.test(resource.type)) notEmulated.push(describe(resource));
    else throw new Error(`${describe(resource)}: the local cloud does not understand this type`);
  }
  return notEmulated;
}

function surveyProperties(
  resource: Resource,
  { emulated, notEmulated = [], inert = [] }: Understanding,
): readonly string[] {
  const names = Object.keys(resource.properties);
  const unknown = names.find((name) => ![...emulated, ...notEmulated, ...inert].includes(name));
  if (unknown) {
    throw new Error(`${describe(resource)}: the local cloud does not understand ${unknown}`);
  }
  return names
    .filter((name) => notEmulated.includes(name))
    .map((name) => `${describe(resource)} ${name}`);
}

/** The same, short enough to print: a line a type. */
export function summarize(notEmulated: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of notEmulated) {
    const [type = '', , property = ''] = line.split(' ');
    const key = `${type} ${property}`.trim();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, count]) => `${key} × ${count}`);
}
