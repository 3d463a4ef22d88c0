import type { Resource } from '../../../lib/local-cloud/assembly';
import { readMapping } from '../../../lib/local-cloud/mapping-settings';
import { Properties } from '../../../lib/local-cloud/properties';
import { readSchedule } from '../../../lib/local-cloud/schedule';
import { summarize, surveyResources } from '../../../lib/local-cloud/understood';

function resource(type: string, properties: Record<string, unknown> = {}): Resource {
  return { stack: 'S', logicalId: 'Id', type, path: 'Id', condition: undefined, properties };
}

describe('surveyResources', () => {
  it('names what it does not emulate', () => {
    const table = resource('AWS::DynamoDB::Table', { KeySchema: [], TimeToLiveSpecification: {} });

    const notEmulated = surveyResources([table, resource('AWS::KMS::Key')]);

    expect(notEmulated).toEqual([
      'AWS::DynamoDB::Table S/Id TimeToLiveSpecification',
      'AWS::KMS::Key S/Id',
    ]);
    expect(summarize(notEmulated)).toContain('AWS::KMS::Key × 1');
  });

  it.each([
    ['type', resource('AWS::StepFunctions::StateMachine'), 'AWS::StepFunctions::StateMachine S/Id'],
    ['property', resource('AWS::Lambda::Function', { Layers: [] }), 'does not understand Layers'],
    [
      'event source parameter',
      resource('AWS::Lambda::EventSourceMapping', { TumblingWindowInSeconds: 9 }),
      'TumblingWindowInSeconds',
    ],
  ])('refuses an unknown %s by name', (_what, one, message) => {
    const attempt = () => surveyResources([one]);

    expect(attempt).toThrow(message);
  });
});

const stream = {
  EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/local',
  FunctionName: 'f',
};

describe('readMapping', () => {
  it.each([
    [{ StartingPosition: 'LATEST' }, 'StartingPosition "LATEST"'],
    [{ FunctionResponseTypes: ['Other'] }, 'FunctionResponseTypes'],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x' } } }, 'OnFailure'],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"cidr":"::/0"}]}' }] } },
      'filter {"cidr":"::/0"}',
    ],
  ])('refuses %j by name', (values, message) => {
    const attempt = () => readMapping(new Properties('mapping', { ...stream, ...values }));

    expect(attempt).toThrow(message);
  });
});

describe('readSchedule', () => {
  it.each([
    ['rate(1 minute)', 60],
    ['rate(2 hours)', 7200],
  ])('reads %s', (ScheduleExpression, expected) => {
    const schedule = readSchedule('r', new Properties('rule', { ScheduleExpression }));

    expect(schedule?.everySeconds).toBe(expected);
  });

  it('refuses what is no rate by name', () => {
    const properties = new Properties('rule', { ScheduleExpression: 'cron(0 0 * * ? *)' });

    const attempt = () => readSchedule('r', properties);

    expect(attempt).toThrow('cron(0 0 * * ? *)');
  });
});
