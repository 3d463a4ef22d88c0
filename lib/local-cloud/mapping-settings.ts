import { type Filter, readFilter } from './event-filter';
import { isRecord, type Properties } from './properties';

export interface MappingSettings {
  readonly sourceArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowMilliseconds: number;
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  readonly maximumRetries: number;
  readonly maximumAgeSeconds: number;
  readonly onFailureArn: string | undefined;
  readonly accepts: Filter;
  /** Batches under way at once. */
  readonly atOnce: number;
}

/** Of a queue's function on one machine, however many AWS would run. */
const mostAtOnce = 4;

export function readMapping(properties: Properties): MappingSettings {
  const sourceArn = properties.text('EventSourceArn');
  const isStream = sourceArn.includes(':dynamodb:');
  // LATEST would lose what was written while nobody read.
  properties.only('StartingPosition', ['TRIM_HORIZON']);
  const responseTypes = properties.list('FunctionResponseTypes');
  if (responseTypes.some((type) => type !== 'ReportBatchItemFailures')) {
    properties.refuse('FunctionResponseTypes');
  }
  return {
    sourceArn,
    functionArn: properties.text('FunctionName'),
    batchSize: properties.number('BatchSize', isStream ? 100 : 10),
    windowMilliseconds: properties.number('MaximumBatchingWindowInSeconds', 0) * 1000,
    reportsItemFailures: responseTypes.length > 0,
    bisects: properties.flag('BisectBatchOnFunctionError'),
    maximumRetries: unlessMinusOne(properties.number('MaximumRetryAttempts', -1)),
    maximumAgeSeconds: unlessMinusOne(properties.number('MaximumRecordAgeInSeconds', -1)),
    onFailureArn: readOnFailure(properties.child('DestinationConfig')),
    accepts: readFilters(properties.child('FilterCriteria')),
    atOnce: readConcurrency(properties.child('ScalingConfig')),
  };
}

function readConcurrency(scaling: Properties): number {
  scaling.onlyNames(['MaximumConcurrency']);
  return Math.min(mostAtOnce, scaling.number('MaximumConcurrency', 1));
}

function readOnFailure(destinations: Properties): string | undefined {
  destinations.onlyNames(['OnFailure']);
  if (destinations.values['OnFailure'] === undefined) return undefined;
  const arn = destinations.child('OnFailure').text('Destination');
  return arn.includes(':sqs:') ? arn : destinations.refuse('OnFailure');
}

function readFilters(criteria: Properties): Filter {
  const filters = criteria.list('Filters').map((filter) => {
    const pattern = isRecord(filter) ? filter['Pattern'] : undefined;
    return readFilter(JSON.parse(String(pattern)));
  });
  return filters.length === 0 ? () => true : (value) => filters.some((accepts) => accepts(value));
}

function unlessMinusOne(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
