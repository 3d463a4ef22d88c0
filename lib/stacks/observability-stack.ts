import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AlarmTopic } from '../constructs/alarm-topic';
import { AuditAlarms } from '../constructs/audit-alarms';
import { FunctionAlarms } from '../constructs/function-alarms';
import { ImpactAlarm } from '../constructs/impact-alarm';
import { loggedEvent } from '../constructs/logged-event';
import { MatchAlarms } from '../constructs/match-alarms';
import { OperationsDashboard } from '../constructs/operations-dashboard';
import { PipelineAlarms } from '../constructs/pipeline-alarms';
import { TableAlarm } from '../constructs/table-alarm';
import type { Stage } from '../stage';
import type { ApiStack } from './api-stack';
import type { DataStack } from './data-stack';
import type { PipelineStack } from './pipeline-stack';

export interface ObservabilityStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly pipeline: PipelineStack;
}

/** What an operator looks at, and what wakes them. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    const { stage, data, api, pipeline, ...stackProps } = props;
    super(scope, id, stackProps);
    const topic = new AlarmTopic(this, 'AlarmTopic', data.key);
    const { indexer, expirer, sweeper, doctor, repairer, redriver, rescanner } = pipeline;
    const { listBuilder, presenceBuilder } = pipeline;
    const { notifier, notifierRedriver, deliverer, dueSweeper } = pipeline;
    const { auditor, auditReads, auditSealer, auditRedriver } = pipeline;
    const { matcher, watchKeeper, matcherRedriver } = pipeline;
    const matching = [matcher, watchKeeper, matcherRedriver];
    const audit = [auditor, auditReads, auditSealer, auditRedriver];
    const walkers = [sweeper, repairer, rescanner, listBuilder, presenceBuilder];
    const telling = [...matching, notifier, notifierRedriver, deliverer, dueSweeper];
    const workers = [indexer, expirer, doctor, redriver, ...walkers, ...audit, ...telling];
    const functions = [...Object.values(api.functions), ...workers];
    const tables = Object.values(data.tables);
    for (const target of functions) new FunctionAlarms(this, target, stage, topic);
    for (const table of tables) new TableAlarm(this, table, stage, topic);
    new PipelineAlarms(this, pipeline, data, stage, topic);
    new AuditAlarms(this, pipeline, data, stage, topic);
    new MatchAlarms(this, pipeline, data, stage, topic);
    this.addApiAlarm(api, stage, topic);
    this.addClashAlarm(api, stage, topic);
    const name = `Tocsin-${stage.name}`;
    new OperationsDashboard(this, 'Dashboard', { name, api, pipeline, data, functions, tables });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
  }

  /** The publisher logs a clash of ids by this name, and by nothing else of it. */
  private addClashAlarm(api: ApiStack, stage: Stage, topic: ITopic): void {
    const names = { id: 'IdClashes', event: 'id.clash', metricName: 'IdClashes' };
    const clash = { ...names, log: api.functions.publish.log, period: Duration.minutes(5) };
    new ImpactAlarm(this, 'IdClash', {
      impact: 'A member cannot publish an indicator: another object has its id.',
      anchor: 'runbook-id-clash',
      metric: loggedEvent(this, clash, stage),
      threshold: 1,
      topic,
    });
  }

  private addApiAlarm({ api }: ApiStack, stage: Stage, topic: ITopic): void {
    new ImpactAlarm(this, 'ApiServerErrors', {
      impact: 'Members get 5xx answers: what they publish may not be acknowledged.',
      anchor: 'runbook-api-server-errors',
      metric: api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: stage.alarms.apiServerErrors,
      topic,
    });
  }
}
