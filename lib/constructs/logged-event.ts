import type { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';

export interface LoggedEvent {
  readonly id: string;
  readonly log: ILogGroup;
  /** The message by which the function logs it, and nothing else. */
  readonly event: string;
  readonly metricName: string;
  readonly period: Duration;
}

/** How often a function's log names an event. */
export function loggedEvent(
  scope: Construct,
  { id, log, event, metricName, period }: LoggedEvent,
  { name }: Pick<Stage, 'name'>,
): Metric {
  const filter = new MetricFilter(scope, id, {
    logGroup: log,
    filterPattern: FilterPattern.stringValue('$.message', '=', event),
    metricNamespace: `Tocsin-${name}`,
    metricName,
  });
  return filter.metric({ period, statistic: 'Sum' });
}
