import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack';
import type { PipelineStack } from '../stacks/pipeline-stack';
import type { Stage } from '../stage';
import { ImpactAlarm } from './impact-alarm';
import { type LoggedEvent, loggedEvent } from './logged-event';

/** Whether what is published arrives, and what is over leaves. */
export class PipelineAlarms extends Construct {
  constructor(
    scope: Construct,
    pipeline: PipelineStack,
    data: DataStack,
    stage: Stage,
    topic: ITopic,
  ) {
    super(scope, 'PipelineAlarms');
    const { alarms } = stage;
    const indexer = pipeline.indexer.function;
    new ImpactAlarm(this, 'IndexLag', {
      impact: `Members see changes, retractions included, over ${alarms.indexLagSeconds} s late.`,
      anchor: 'runbook-index-lag',
      metric: indexer.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: alarms.indexLagSeconds * 1000,
      topic,
    });
    new ImpactAlarm(this, 'ParkedChanges', {
      impact: 'Some acknowledged changes have reached no audience and will not without a redrive.',
      anchor: 'runbook-parked-changes',
      metric: data.queues.indexerParked.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      topic,
    });
    new ImpactAlarm(this, 'Drift', {
      impact: 'Some audiences did not see what members gave them, or saw what they had taken back.',
      anchor: 'runbook-drift',
      metric: loggedEvent(this, driftFound(pipeline), stage),
      threshold: 1,
      topic,
    });
    new ImpactAlarm(this, 'ExpirerSilent', {
      impact: 'Nothing expires: feeds keep what is over, though readers hide it by time.',
      anchor: 'runbook-expirer-silent',
      metric: pipeline.expirer.function.metricInvocations({
        period: Duration.minutes(alarms.expirerSilentMinutes),
        statistic: 'Sum',
      }),
      threshold: 1,
      isHeartbeat: true,
      topic,
    });
  }
}

/** The repairer logs what a walk found by this name, and nothing where it found nothing. */
function driftFound({ repairer }: PipelineStack): LoggedEvent {
  const names = { id: 'DriftFound', event: 'repair.drift', metricName: 'Drift' };
  return { ...names, log: repairer.log, period: Duration.hours(1) };
}
