import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack';
import type { PipelineStack } from '../stacks/pipeline-stack';
import type { Stage } from '../stage';
import { ImpactAlarm } from './impact-alarm';
import { type LoggedEvent, loggedEvent } from './logged-event';

const sealerSilentHours = 6;

/** Whether what members did gets into the audit, and the audit under its seal. */
export class AuditAlarms extends Construct {
  constructor(
    scope: Construct,
    { auditor, auditSealer }: PipelineStack,
    { queues: { auditReads, auditParked } }: DataStack,
    stage: Stage,
    topic: ITopic,
  ) {
    super(scope, 'AuditPipelineAlarms');
    const { alarms } = stage;
    const worst = { period: Duration.minutes(1), statistic: 'Maximum' };
    const late = `over ${alarms.auditLagSeconds} s late`;
    new ImpactAlarm(this, 'Lag', {
      impact: `What is changed gets into the audit ${late}; after a day it would be lost to it.`,
      anchor: 'runbook-audit-lag',
      metric: auditor.function.metric('IteratorAge', worst),
      threshold: alarms.auditLagSeconds * 1000,
      topic,
    });
    new ImpactAlarm(this, 'ReadsLag', {
      impact: `What is read gets into the audit ${late}; after four days it would be lost to it.`,
      anchor: 'runbook-audit-lag',
      metric: auditReads.metricApproximateAgeOfOldestMessage(worst),
      threshold: alarms.auditLagSeconds,
      topic,
    });
    new ImpactAlarm(this, 'Parked', {
      impact:
        'Something that was done or read is missing in the audit, and stays so without a redrive.',
      anchor: 'runbook-audit-parked',
      metric: auditParked.metricApproximateNumberOfMessagesVisible(worst),
      threshold: 1,
      topic,
    });
    new ImpactAlarm(this, 'Shrunk', {
      impact: 'A chain of the audit is shorter than its last seal says: somebody has cut it.',
      anchor: 'runbook-audit-shrunk',
      metric: loggedEvent(this, chainShrunk(auditSealer), stage),
      threshold: 1,
      topic,
    });
    new ImpactAlarm(this, 'SealerSilent', {
      impact:
        'The audit is not sealed: what is cut off the end of a chain from now on would not be seen.',
      anchor: 'runbook-audit-sealer-silent',
      metric: auditSealer.function.metricInvocations({
        period: Duration.hours(sealerSilentHours),
        statistic: 'Sum',
      }),
      threshold: 1,
      isHeartbeat: true,
      topic,
    });
  }
}

/** The sealer logs it by this name for the chains that have lost entries since the last seal. */
function chainShrunk({ log }: PipelineStack['auditSealer']): LoggedEvent {
  const names = { id: 'ChainShrunk', event: 'audit.shrunk', metricName: 'AuditShrunk' };
  return { ...names, log, period: Duration.hours(1) };
}
