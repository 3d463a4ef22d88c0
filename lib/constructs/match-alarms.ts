import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack';
import type { PipelineStack } from '../stacks/pipeline-stack';
import type { Stage } from '../stage';
import { ImpactAlarm } from './impact-alarm';

/** Whether members are told of what meets their watches. */
export class MatchAlarms extends Construct {
  constructor(
    scope: Construct,
    { matcher }: PipelineStack,
    { queues: { matcherParked, matchedParked } }: DataStack,
    stage: Stage,
    topic: ITopic,
  ) {
    super(scope, 'MatchAlarms');
    const worst = { period: Duration.minutes(1), statistic: 'Maximum' };
    const { matchLagSeconds } = stage.alarms;
    new ImpactAlarm(this, 'Lag', {
      impact: `Members are told of what meets their watches over ${matchLagSeconds} s late.`,
      anchor: 'runbook-match-lag',
      metric: matcher.function.metric('IteratorAge', worst),
      threshold: matchLagSeconds * 1000,
      topic,
    });
    const parked = { Changes: matcherParked, Matches: matchedParked };
    for (const [what, queue] of Object.entries(parked)) {
      new ImpactAlarm(this, `Parked${what}`, {
        impact:
          'Some members were not told of what meets their watches, and will not without a redrive.',
        anchor: 'runbook-match-parked',
        metric: queue.metricApproximateNumberOfMessagesVisible(worst),
        threshold: 1,
        topic,
      });
    }
  }
}
