import type { LambdaClient } from '@aws-sdk/client-lambda';
import { exitCodes, Failure } from '../command';

/** CloudFormation makes up its name; the description, which the stack gives every function, says which it is. */
export async function findBootstrapFunction(client: LambdaClient, stage: string): Promise<string> {
  const { paginateListFunctions } = await import('@aws-sdk/client-lambda');
  const description = `Tocsin ${stage}: bootstrap`;
  const found: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    const named = Functions.filter((one) => one.Description === description);
    found.push(...named.flatMap(({ FunctionName }) => FunctionName ?? []));
  }
  const [name, ...others] = found;
  if (name !== undefined && others.length === 0) return name;
  const why = name === undefined ? 'there is none' : `there are ${found.length}`;
  throw new Failure(
    exitCodes.failed,
    `looked for the function '${description}' in this account and region: ${why}. The deployment prints its name as BootstrapFunctionName: give it as --function NAME`,
  );
}
