import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ApiStack } from '../stacks/api-stack';
import type { DataStack } from '../stacks/data-stack';
import type { PipelineStack } from '../stacks/pipeline-stack';
import type { DataTable } from './data-table';
import type { ServiceFunction } from './service-function';
import { throttledRequests } from './table-alarm';

export interface OperationsDashboardProps {
  readonly name: string;
  readonly api: ApiStack;
  readonly pipeline: PipelineStack;
  readonly data: DataStack;
  readonly functions: readonly ServiceFunction[];
  readonly tables: readonly DataTable[];
}

/** One page, read in the order of the data: the API, the pipeline, functions, tables. */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id, {
      dashboardName: props.name,
      defaultInterval: Duration.hours(6),
      widgets: [
        apiRow(props.api),
        pipelineRow(props.pipeline, props.data),
        auditRow(props.pipeline, props.data),
        matchRow(props.pipeline, props.data),
        functionRow(props.functions),
        tableRow(props.tables),
      ],
    });
  }
}

function graph(title: string, left: readonly IMetric[]): IWidget {
  return new GraphWidget({ title, left: [...left], width: 8, height: 6 });
}

function apiRow({ api }: ApiStack): IWidget[] {
  return [
    graph('API requests', [api.metricCount({ statistic: 'Sum' })]),
    graph('API refusals and errors', [
      api.metricClientError({ statistic: 'Sum' }),
      api.metricServerError({ statistic: 'Sum' }),
    ]),
    graph('API latency, ms', [
      api.metricLatency({ statistic: 'p50' }),
      api.metricLatency({ statistic: 'p99' }),
    ]),
  ];
}

function pipelineRow({ indexer, expirer }: PipelineStack, { queues }: DataStack): IWidget[] {
  return [
    graph('Index lag, ms', [indexer.function.metric('IteratorAge', { statistic: 'Maximum' })]),
    graph('Parked changes', [queues.indexerParked.metricApproximateNumberOfMessagesVisible()]),
    graph('Runs', [indexer.function.metricInvocations(), expirer.function.metricInvocations()]),
  ];
}

function auditRow({ auditor, auditSealer }: PipelineStack, { queues }: DataStack): IWidget[] {
  const lag = auditor.function.metric('IteratorAge', { statistic: 'Maximum' });
  return [
    graph('Audit lag, ms', [lag]),
    graph('Reads to be told, and parked', [
      queues.auditReads.metricApproximateNumberOfMessagesVisible(),
      queues.auditParked.metricApproximateNumberOfMessagesVisible(),
    ]),
    graph('Runs of the sealer', [auditSealer.function.metricInvocations()]),
  ];
}

function matchRow(
  { matcher, watchKeeper, notifier, deliverer }: PipelineStack,
  { queues }: DataStack,
): IWidget[] {
  const runsOf = (worker: ServiceFunction) => worker.function.metricInvocations();
  return [
    graph('Match lag, ms', [matcher.function.metric('IteratorAge', { statistic: 'Maximum' })]),
    graph('Matched and to be delivered, and parked', [
      queues.matched.metricApproximateNumberOfMessagesVisible(),
      queues.deliveries.metricApproximateNumberOfMessagesVisible(),
      queues.matcherParked.metricApproximateNumberOfMessagesVisible(),
      queues.matchedParked.metricApproximateNumberOfMessagesVisible(),
      queues.deliveriesParked.metricApproximateNumberOfMessagesVisible(),
    ]),
    graph('Runs', [matcher, watchKeeper, notifier, deliverer].map(runsOf)),
  ];
}

function functionRow(functions: readonly ServiceFunction[]): IWidget[] {
  const each = (metric: (target: ServiceFunction) => IMetric) => functions.map(metric);
  return [
    graph(
      'Function errors',
      each(({ function: target, shape }) => target.metricErrors({ label: shape.id })),
    ),
    graph(
      'Function throttles',
      each(({ function: target, shape }) => target.metricThrottles({ label: shape.id })),
    ),
    graph(
      'Function duration p99, ms',
      each(({ function: target, shape }) =>
        target.metricDuration({ label: shape.id, statistic: 'p99' }),
      ),
    ),
  ];
}

function tableRow(tables: readonly DataTable[]): IWidget[] {
  const consumed = (metricName: string) =>
    tables.map((table) => table.metric(metricName, { statistic: 'Sum', label: table.node.id }));
  return [
    graph('Read units', consumed('ConsumedReadCapacityUnits')),
    graph('Write units', consumed('ConsumedWriteCapacityUnits')),
    graph('Throttled requests', tables.map(throttledRequests)),
  ];
}
