import { environment } from '../../lambdas/contracts/environment';
import type { FunctionShape } from '../function-shape';
import { keysOf } from '../keys-of';
import { queues } from '../queues';
import type { DataStack } from '../stacks/data-stack';
import type { Stage } from '../stage';
import { tables } from '../tables';

/** A function is told of nothing that its role may not touch. */
export function functionEnvironment(
  shape: FunctionShape,
  stage: Stage,
  data: DataStack,
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
    ...(shape.opensSecrets && { [environment.webhookKeysSecret]: data.webhookKeys.secretArn }),
    ...(shape.tables.limits && {
      [environment.requestsPerSecond]: String(stage.requestsPerSecond),
      [environment.sourceRequestsPerSecond]: String(stage.sourceRequestsPerSecond),
    }),
    ...Object.fromEntries(
      keysOf(shape.queues ?? {}).map((name) => [
        environment[queues[name].variable],
        data.queues[name].queueUrl,
      ]),
    ),
    ...(shape.artifacts && { [environment.artifactsBucket]: data.artifacts.bucketName }),
    ...(shape.artifacts?.actions.includes('PutObjectRetention') && {
      [environment.rootsLockedDays]: String(stage.rootsLockedDays),
    }),
    ...(shape.callsOut && { [environment.egressPorts]: stage.egressPorts.join(',') }),
    ...(shape.writesPointers && { [environment.pointerWrites]: stage.pointerWrites }),
  };
}
