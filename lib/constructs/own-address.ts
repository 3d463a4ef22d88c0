import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { environment } from '../../lambdas/contracts/environment';
import { type FunctionName, functions } from '../functions';
import { keysOf } from '../keys-of';
import type { Stage } from '../stage';
import type { ServiceFunction } from './service-function';

/** Tells those that call out where the exchange itself is. The API comes after the functions that it leads to. */
export function tellOwnAddress(
  all: Readonly<Partial<Record<FunctionName, ServiceFunction>>>,
  api: HttpApi,
  { apiHosts }: Stage,
): void {
  const own = [api.apiEndpoint, ...apiHosts.map((host) => `https://${host}`)].join(',');
  for (const name of keysOf(all)) {
    if (functions[name].callsOut) all[name]?.function.addEnvironment(environment.egressOwn, own);
  }
}
