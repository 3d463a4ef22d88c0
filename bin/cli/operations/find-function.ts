import type { LambdaClient } from '@aws-sdk/client-lambda';
import { exitCodes, Failure } from '../command';

/**
 * CloudFormation makes up its name; the description, which the stack gives every function, says
 * which it is. Without a stage it is that of the one exchange that the client can reach.
 */
export async function findFunction(
  client: LambdaClient,
  name: string,
  stage: string | undefined,
): Promise<string> {
  const { paginateListFunctions } = await import('@aws-sdk/client-lambda');
  const found: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    const named = Functions.filter(({ Description = '' }) => isOf(Description, name, stage));
    found.push(...named.flatMap(({ FunctionName }) => FunctionName ?? []));
  }
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const why = first === undefined ? 'there is none' : `there are ${found.length}`;
  const place = stage === undefined ? 'the local cloud' : 'this account and region';
  throw new Failure(
    exitCodes.failed,
    `looked in ${place} for the function 'Tocsin ${stage ?? '…'}: ${name}': ${why}`,
  );
}

function isOf(description: string, name: string, stage: string | undefined): boolean {
  if (stage !== undefined) return description === `Tocsin ${stage}: ${name}`;
  return description.startsWith('Tocsin ') && description.endsWith(`: ${name}`);
}
