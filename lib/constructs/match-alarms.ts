import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { longestDelaySeconds } from '../../lambdas/contracts/delivery-message';
import type { DataStack } from '../stacks/data-stack';
import type { PipelineStack } from '../stacks/pipeline-stack';
import type { Stage } from '../stage';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm';

type Alarms = Readonly<Record<string, Omit<ImpactAlarmProps, 'topic'>>>;

const worst = { period: Duration.minutes(1), statistic: 'Maximum' };

/** Whether members are told of what meets their watches, and receivers hear of it. */
export class MatchAlarms extends Construct {
  constructor(
    scope: Construct,
    pipeline: PipelineStack,
    { queues }: DataStack,
    stage: Stage,
    topic: ITopic,
  ) {
    super(scope, 'MatchAlarms');
    const alarms = { ...lagAlarms(pipeline, queues, stage), ...parkedAlarms(queues) };
    for (const [id, props] of Object.entries(alarms))
      new ImpactAlarm(this, id, { ...props, topic });
  }
}

function lagAlarms(
  { matcher }: PipelineStack,
  { matched, deliveries }: DataStack['queues'],
  { alarms: { matchLagSeconds } }: Stage,
): Alarms {
  const anchor = 'runbook-match-lag';
  // A webhook that is tried again waits in its queue for so long, and nothing is wrong.
  const deliveryLagSeconds = matchLagSeconds + longestDelaySeconds;
  return {
    Lag: {
      anchor,
      impact: `Members are told of what meets their watches over ${matchLagSeconds} s late.`,
      metric: matcher.function.metric('IteratorAge', worst),
      threshold: matchLagSeconds * 1000,
    },
    MatchedLag: {
      anchor,
      impact: `What met watches becomes matches over ${matchLagSeconds} s late; after four days it would be lost.`,
      metric: matched.metricApproximateAgeOfOldestMessage(worst),
      threshold: matchLagSeconds,
    },
    DeliveriesLag: {
      anchor: 'runbook-delivery-lag',
      impact: `Webhooks are over ${matchLagSeconds} s late; the matches that they tell of can be listed.`,
      metric: deliveries.metricApproximateAgeOfOldestMessage(worst),
      threshold: deliveryLagSeconds,
    },
  };
}

function parkedAlarms(queues: DataStack['queues']): Alarms {
  const impact =
    'Some members were not told of what meets their watches, and will not without a redrive.';
  const anchor = 'runbook-match-parked';
  const visible = (queue: keyof typeof queues) =>
    queues[queue].metricApproximateNumberOfMessagesVisible(worst);
  return {
    ParkedChanges: { impact, anchor, metric: visible('matcherParked'), threshold: 1 },
    ParkedMatches: { impact, anchor, metric: visible('matchedParked'), threshold: 1 },
    ParkedDeliveries: {
      anchor: 'runbook-delivery-parked',
      impact:
        'Some webhooks wait for a redrive or the next match; what they tell of can be listed.',
      metric: visible('deliveriesParked'),
      threshold: 1,
    },
  };
}
