import type { Resource } from './assembly';
import { arn } from './place';

export interface Addresses {
  readonly gateway: string;
  readonly sqs: string;
}

type Attributes = Readonly<Record<string, (name: string, addresses: Addresses) => string>>;

const queueUrl = (name: string, { sqs }: Addresses) => `${sqs}/000000000000/${name}`;
const itsName = (name: string) => name;

// `Ref` is what CloudFormation gives for the reference itself.
const attributesByType: Readonly<Record<string, Attributes>> = {
  'AWS::DynamoDB::Table': {
    Ref: itsName,
    Arn: (name) => arn('dynamodb', `table/${name}`),
    StreamArn: (name) => arn('dynamodb', `table/${name}/stream/local`),
  },
  'AWS::SQS::Queue': {
    Ref: queueUrl,
    QueueUrl: queueUrl,
    QueueName: itsName,
    Arn: (name) => arn('sqs', name),
  },
  'AWS::S3::Bucket': { Ref: itsName, Arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::Lambda::Function': { Ref: itsName, Arn: (name) => arn('lambda', `function:${name}`) },
  'AWS::SecretsManager::Secret': {
    Ref: (name) => arn('secretsmanager', `secret:${name}`),
    Id: (name) => arn('secretsmanager', `secret:${name}`),
  },
  'AWS::Events::Rule': { Ref: itsName, Arn: (name) => arn('events', `rule/${name}`) },
  'AWS::ApiGatewayV2::Api': {
    Ref: () => 'local',
    ApiId: () => 'local',
    ApiEndpoint: (_name, { gateway }) => gateway,
  },
};

const nameProperties = ['TableName', 'QueueName', 'FunctionName', 'BucketName', 'Name'];

/** The same in every run, so that a restart finds what it left. */
export function physicalName(resource: Resource): string {
  for (const property of nameProperties) {
    const name = resource.properties[property];
    if (typeof name === 'string') return name;
    if (name !== undefined) throw new Error(`${describe(resource)}: ${property} is not plain text`);
  }
  const name = `${resource.stack}-${resource.logicalId}`;
  return resource.type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}

export function attributeOf(
  resource: Resource,
  attribute: string | undefined,
  addresses: Addresses,
): string {
  const name = physicalName(resource);
  const attributes = attributesByType[resource.type];
  const known = attributes?.[attribute ?? 'Ref'];
  if (known) return known(name, addresses);
  if (attribute === undefined) return name;
  if (attribute === 'Arn' && !attributes) return arn('not-emulated', name);
  throw new Error(
    `${describe(resource)}: the local cloud does not know its attribute ${attribute}`,
  );
}

export function describe({ type, stack, logicalId }: Resource): string {
  return `${type} ${stack}/${logicalId}`;
}
