import { routes } from '../../lambdas/contracts/routes';
import { functions } from '../../lib/functions';
import { queueNames } from '../../lib/queues';
import { runbookAnchors } from '../../lib/runbook';
import { stages } from '../../lib/stage';
import { show } from './policies';
import { type JsonObject, propertiesOf, resourcesOf, synthesize } from './synthesized';

const templates = synthesize(stages.prod);

describe('the API', () => {
  it('has the routes of the contract and one for all else, each to its function', () => {
    const integrations = Object.fromEntries(
      resourcesOf(templates, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
        id.replace('Api/', ''),
        show(Properties['IntegrationUri']),
      ]),
    );
    const targetOf = ({ Target }: JsonObject) =>
      Object.entries(integrations).find(([id]) => JSON.stringify(Target).includes(`"${id}"`))?.[1];

    const deployed = propertiesOf(templates, 'AWS::ApiGatewayV2::Route').map((route) => [
      route['RouteKey'],
      targetOf(route),
    ]);

    expect(deployed).toEqual([
      ...routes.map((route) => [
        `${route.method} ${route.path}`,
        `${functions[route.function].id}Function.Arn`,
      ]),
      ['ANY /v1/{unknown+}', 'SystemFunction.Arn'],
      ['$default', 'ThreatExchangeFunction.Arn'],
    ]);
  });

  it('logs nothing of a request but its route', () => {
    const [stage] = propertiesOf(templates, 'AWS::ApiGatewayV2::Stage');
    const settings = stage?.['AccessLogSettings'];

    const format = JSON.stringify(settings).match(/\$context\.[\w.]+/g);

    expect(format).toEqual([
      '$context.requestId',
      '$context.requestTimeEpoch',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
      '$context.integration.status',
      '$context.integration.latency',
      '$context.responseLength',
    ]);
  });

  it('is throttled, at the root of the host', () => {
    expect(propertiesOf(templates, 'AWS::ApiGatewayV2::Stage')).toEqual([
      expect.objectContaining({
        StageName: '$default',
        DefaultRouteSettings: {
          ThrottlingBurstLimit: 2000,
          ThrottlingRateLimit: 1000,
        },
      }),
    ]);
  });
});

describe('a reader of a stream', () => {
  it('retries a change alone, a few times, then parks it', () => {
    const readers = propertiesOf(templates, 'AWS::Lambda::EventSourceMapping').filter(
      ({ StartingPosition }) => StartingPosition,
    );

    expect(readers).toHaveLength(4);
    for (const reader of readers) {
      expect(reader).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 43_200,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      });
    }
  });

  it('parks for two weeks, encrypted, and only over TLS', () => {
    const parked = { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true };

    const worked = expect.objectContaining({
      ...{ SqsManagedSseEnabled: true, VisibilityTimeout: 180 },
      RedrivePolicy: expect.objectContaining({ maxReceiveCount: 5 }),
    });

    const found = propertiesOf(templates, 'AWS::SQS::Queue');

    expect(found).toHaveLength(queueNames.length);
    for (const queue of found) {
      expect(queue).toEqual('RedrivePolicy' in queue ? worked : parked);
    }
    expect(JSON.stringify(propertiesOf(templates, 'AWS::SQS::QueuePolicy'))).toContain(
      '{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
    );
  });
});

function queueNamed(id: string): JsonObject {
  const at = new RegExp(`^Data/${id}[0-9A-F]{8}$`);
  const found = resourcesOf(templates, 'AWS::SQS::Queue').find(([name]) => at.test(name));
  if (!found) throw new Error(`no queue ${id}`);
  return found[1].Properties;
}

describe('the way to the receivers', () => {
  it('is a fair queue, in no order, with so many workers that a few that hang hold up nobody', () => {
    const fair = ['Matched', 'Deliveries'].map((id) => queueNamed(id));
    const ofQueues = propertiesOf(templates, 'AWS::Lambda::EventSourceMapping').filter(
      ({ ScalingConfig }) => ScalingConfig,
    );

    // Of a standard queue a group is whom it is fair to; of a FIFO queue it would be an order, and hold up its own.
    for (const queue of fair)
      expect(Object.keys(queue).join()).not.toMatch(/Fifo|Dedup|DelaySeconds/);
    for (const { MaximumBatchingWindowInSeconds } of ofQueues) {
      expect(MaximumBatchingWindowInSeconds).toBe(0);
    }
    expect(ofQueues.map(({ ScalingConfig }) => ScalingConfig)).toEqual([
      { MaximumConcurrency: 2 },
      { MaximumConcurrency: 10 },
      { MaximumConcurrency: 20 },
    ]);
  });
});

describe('the alarms', () => {
  const alarms = propertiesOf(templates, 'AWS::CloudWatch::Alarm');

  it('each say whom it hurts and where the runbook is', () => {
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^[A-Z].{20,}\. README\.md#runbook-[a-z-]+$/);
    }
  });

  it('lead to every chapter of the runbook', () => {
    const anchors = alarms.map((each) => String(each['AlarmDescription']).replace(/^.*#/, ''));

    expect([...new Set(anchors)].sort()).toEqual([...runbookAnchors].sort());
  });

  it.each([
    ['Matched', 'ApproximateAgeOfOldestMessage', 60, 'match-lag'],
    ['Deliveries', 'ApproximateAgeOfOldestMessage', 960, 'delivery-lag'],
    ['MatcherParked', 'ApproximateNumberOfMessagesVisible', 1, 'match-parked'],
    ['MatchedParked', 'ApproximateNumberOfMessagesVisible', 1, 'match-parked'],
    ['DeliveriesParked', 'ApproximateNumberOfMessagesVisible', 1, 'delivery-parked'],
  ])('ring by %s: %s of %s, %s', (queue, MetricName, Threshold, chapter) => {
    const of = alarms.filter(({ Dimensions }) =>
      JSON.stringify(Dimensions ?? []).match(
        new RegExp(`ExportsOutput\\w*Att${queue}[0-9A-F]{8}QueueName`),
      ),
    );

    expect(of).toEqual([
      expect.objectContaining({
        ...{ MetricName, Threshold, Statistic: 'Maximum', Period: 60 },
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmDescription: expect.stringMatching(new RegExp(`#runbook-${chapter}$`)),
      }),
    ]);
  });

  it('each reach the operator', () => {
    for (const alarm of alarms) expect(alarm).toHaveProperty('AlarmActions.0');
  });
});

describe('the outputs', () => {
  it('tell where the API is and what makes the first credential', () => {
    expect(templates['Api']?.Outputs).toMatchObject({
      ApiUrl: { Value: { 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiEndpoint'] } },
      BootstrapFunctionName: { Value: { Ref: expect.stringMatching(/^BootstrapFunction/) } },
    });
  });
});
