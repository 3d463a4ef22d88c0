import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { environment } from '../../lambdas/contracts/environment';
import type { FunctionShape } from '../functions';
import { keysOf } from '../keys-of';
import type { DataStack } from '../stacks/data-stack';
import type { Stage } from '../stage';
import { tables } from '../tables';

/** A function is told of nothing that its role may not touch. */
export function functionEnvironment(
  shape: FunctionShape,
  stage: Stage,
  data: DataStack,
  onFailure: Queue | undefined,
): Record<string, string> {
  return {
    [environment.stage]: stage.name,
    ...Object.fromEntries(
      keysOf(shape.tables).map((name) => [
        environment[tables[name].variable],
        data.tables[name].tableName,
      ]),
    ),
    ...(shape.readsKeys && { [environment.keysSecret]: data.keys.secretArn }),
    ...(shape.tables.limits && {
      [environment.requestsPerSecond]: String(stage.requestsPerSecond),
      [environment.sourceRequestsPerSecond]: String(stage.sourceRequestsPerSecond),
    }),
    ...(shape.onFailureQueue && onFailure && { [environment.onFailureQueue]: onFailure.queueUrl }),
    ...(shape.writesPointers && { [environment.pointerWrites]: stage.pointerWrites }),
  };
}
