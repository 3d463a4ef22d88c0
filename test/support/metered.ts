import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Meter {
  roundTrips: number;
  units: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** Counts a client's calls and the capacity units that the engine says they took. */
export function meter(client: DynamoDBDocumentClient): Meter {
  const counted: Meter = { roundTrips: 0, units: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
      const result = await next({ ...args, input: input as typeof args.input });
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      counted.roundTrips += 1;
      for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) {
        counted.units += CapacityUnits;
      }
      return result;
    },
    { step: 'initialize', name: 'meter', override: true },
  );
  return counted;
}
