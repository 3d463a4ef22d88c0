import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmDescription, type RunbookAnchor } from '../runbook';

export interface ImpactAlarmProps {
  /** One sentence: who notices what. */
  readonly impact: string;
  readonly anchor: RunbookAnchor;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly topic: ITopic;
  /** Rings below the threshold, and on silence too. */
  readonly isHeartbeat?: boolean;
}

/** An alarm that says whom it hurts and where the runbook is. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id, {
      alarmDescription: alarmDescription(props.impact, props.anchor),
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: 1,
      ...(props.isHeartbeat
        ? {
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
          }
        : {
            comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }),
    });
    const action = new SnsAction(props.topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
