import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  Code,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  Function as LambdaFn,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Of every kind of thing that the local cloud runs, one; in two stacks, so that they import. */
function buildFixture(outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  const data = new Stack(app, 'Fixture-Data');
  const tables = buildTables(data);
  const secret = new Secret(data, 'Keys', {
    encryptionKey: tables.key,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  const run = new Stack(app, 'Fixture-Run');
  const environment = {
    THINGS_TABLE: tables.things.tableName,
    SEEN_TABLE: tables.seen.tableName,
    SECRET: secret.secretArn,
  };
  const fn = (id: string, handler: string, timeoutSeconds = 10) =>
    new LambdaFn(run, id, {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(join(__dirname, 'local-cloud-handlers')),
      handler: `index.${handler}`,
      description: `Fixture: ${handler}`,
      timeout: Duration.seconds(timeoutSeconds),
      environment,
    });
  addApi(run, fn('Web', 'web', 2));
  addReaders(run, tables.things, fn('Reader', 'reader'), fn('Worker', 'worker'));
  new Rule(run, 'EachMinute', {
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaFunction(fn('Tick', 'tick'))],
  });
  return app;
}

function buildTables(scope: Stack): { things: Table; seen: Table; key: Key } {
  const key = new Key(scope, 'Key');
  const partitionKey = { name: 'pk', type: AttributeType.STRING };
  const billingMode = BillingMode.PAY_PER_REQUEST;
  const encryption = TableEncryption.CUSTOMER_MANAGED;
  const shape = { partitionKey, billingMode, encryption, encryptionKey: key };
  const things = new Table(scope, 'Things', {
    ...shape,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'ttl',
  });
  things.addGlobalSecondaryIndex({
    indexName: 'by-owner',
    partitionKey: { name: 'owner', type: AttributeType.STRING },
  });
  const seen = new Table(scope, 'Seen', shape);
  return { things, seen, key };
}

function addApi(scope: Stack, web: LambdaFn): void {
  const integration = new HttpLambdaIntegration('Web', web);
  const api = new HttpApi(scope, 'Api', { defaultIntegration: integration });
  const methods = [HttpMethod.GET, HttpMethod.PUT];
  api.addRoutes({ path: '/things/{id}', methods, integration });
  api.addRoutes({ path: '/things/known', methods: [HttpMethod.ANY], integration });
  api.addRoutes({ path: '/answers/{kind}', methods: [HttpMethod.GET], integration });
  api.addRoutes({ path: '/echo/{proxy+}', methods: [HttpMethod.ANY], integration });
}

function addReaders(scope: Stack, things: Table, reader: LambdaFn, worker: LambdaFn): void {
  const parked = new Queue(scope, 'Parked');
  if (!things.tableStreamArn) throw new Error('Things has no stream');
  new EventSourceMapping(scope, 'Source', {
    target: reader,
    eventSourceArn: things.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    bisectBatchOnError: true,
    retryAttempts: 1,
    onFailure: { bind: () => ({ destination: parked.queueArn }) },
    filters: [FilterCriteria.filter({ eventName: FilterRule.or('INSERT', 'MODIFY') })],
  });
  const jobs = new Queue(scope, 'Jobs', { deadLetterQueue: { queue: parked, maxReceiveCount: 3 } });
  worker.addEventSource(
    new SqsEventSource(jobs, { reportBatchItemFailures: true, maxConcurrency: 2 }),
  );
}

buildFixture(process.argv[2] ?? 'cdk.out').synth();
