import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import { ImpactAlarm } from './impact-alarm';
import type { ServiceFunction } from './service-function';

/** Errors and throttles of one function, in the words of its impact. */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, target: ServiceFunction, stage: Stage, topic: ITopic) {
    super(scope, `${target.shape.id}Alarms`);
    const impact = target.shape.errorImpact;
    const options = { period: Duration.minutes(5), statistic: 'Sum' };
    new ImpactAlarm(this, 'Errors', {
      impact,
      anchor: 'runbook-function-errors',
      metric: target.function.metricErrors(options),
      threshold: stage.alarms.functionErrors,
      topic,
    });
    new ImpactAlarm(this, 'Throttles', {
      impact,
      anchor: 'runbook-function-throttles',
      metric: target.function.metricThrottles(options),
      threshold: stage.alarms.functionThrottles,
      topic,
    });
  }
}
