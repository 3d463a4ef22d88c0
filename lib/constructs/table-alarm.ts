import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { DataTable } from './data-table';
import { ImpactAlarm } from './impact-alarm';

/** Throttled requests of one table: a hot partition, since the tables are billed on demand. */
export class TableAlarm extends ImpactAlarm {
  constructor(scope: Construct, table: DataTable, stage: Stage, topic: ITopic) {
    super(scope, `${table.node.id}Throttles`, {
      impact: `Requests to the ${table.node.id} table are slowed or refused; members get 5xx or wait.`,
      anchor: 'runbook-table-throttles',
      metric: throttledRequests(table),
      threshold: stage.alarms.tableThrottles,
      topic,
    });
  }
}

export function throttledRequests(table: DataTable): IMetric {
  const options = { period: Duration.minutes(5), statistic: 'Sum' };
  const [reads, writes] = [`reads${table.node.id}`, `writes${table.node.id}`];
  return new MathExpression({
    expression: `FILL(${reads}, 0) + FILL(${writes}, 0)`,
    label: table.node.id,
    period: options.period,
    usingMetrics: {
      [reads]: table.metric('ReadThrottleEvents', options),
      [writes]: table.metric('WriteThrottleEvents', options),
    },
  });
}
