import type { Assembly, Resource, Stack } from '../../../lib/local-cloud/assembly';
import { attributeOf } from '../../../lib/local-cloud/attributes';
import { Resolver } from '../../../lib/local-cloud/resolver';

function resource(type: string, logicalId: string): Resource {
  return { stack: 'Here', logicalId, type, path: logicalId, condition: undefined, properties: {} };
}

function stack(name: string, parts: Partial<Stack> = {}): Stack {
  return {
    name,
    parameters: { Size: { Default: 'big' } },
    conditions: {
      IsBig: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] },
      IsSmall: { 'Fn::Not': [{ Condition: 'IsBig' }] },
    },
    mappings: { Zones: { 'us-east-1': { first: 'a' } } },
    exports: new Map(),
    resources: [resource('AWS::DynamoDB::Table', 'T'), resource('AWS::SQS::Queue', 'Q')],
    ...parts,
  };
}

function resolve(value: unknown): unknown {
  const exports = new Map<string, unknown>([['there:name', { Ref: 'T' }]]);
  const assembly: Assembly = {
    stacks: [stack('Here', { exports }), stack('There')],
    assets: new Map(),
  };
  const addresses = { gateway: 'http://gateway', sqs: 'http://sqs' };
  const resolver = new Resolver(assembly, (one, attribute) =>
    attributeOf(one, attribute, addresses),
  );
  return resolver.resolve(value, 'Here');
}

describe('Resolver', () => {
  it.each([
    [{ Ref: 'T' }, 'Here-T'],
    [{ Ref: 'Q' }, 'http://sqs/000000000000/Here-Q'],
    [{ Ref: 'Size' }, 'big'],
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'AWS::StackName' }, 'Here'],
    [
      { 'Fn::GetAtt': ['T', 'StreamArn'] },
      'arn:aws:dynamodb:us-east-1:000000000000:table/Here-T/stream/local',
    ],
    [{ 'Fn::GetAtt': 'Q.QueueName' }, 'Here-Q'],
    [{ 'Fn::Sub': `\${T}/\${Q.QueueName}/\${!kept}` }, `Here-T/Here-Q/\${kept}`],
    [{ 'Fn::Sub': [`\${a}-\${AWS::AccountId}`, { a: { Ref: 'T' } }] }, 'Here-T-000000000000'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'T' }]] }, 'a/Here-T'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    [{ 'Fn::If': ['IsBig', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsSmall', 'yes', 'no'] }, 'no'],
    [{ 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'first'] }, 'a'],
    [{ 'Fn::ImportValue': 'there:name' }, 'Here-T'],
    [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
  ])('resolves %j', (value, expected) => {
    const resolved = resolve(value);

    expect(resolved).toEqual(expected);
  });

  it.each([
    [{ 'Fn::Cidr': [] }, 'does not understand Fn::Cidr'],
    [{ Ref: 'AWS::NotificationARNs' }, 'does not understand Ref AWS::NotificationARNs'],
    [{ Ref: 'Nothing' }, 'nothing is called Nothing'],
    [{ 'Fn::GetAtt': ['T', 'Colour'] }, 'does not know its attribute Colour'],
    [{ 'Fn::ImportValue': 'nowhere' }, 'no stack exports nowhere'],
  ])('refuses %j by name', (value, message) => {
    const attempt = () => resolve(value);

    expect(attempt).toThrow(message);
  });
});
