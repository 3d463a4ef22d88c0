import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { environment } from '../../lambdas/contracts/environment';
import type { Stage } from '../stage';
import type { ServiceFunction } from './service-function';

/** Tells a function that calls out where the exchange itself is. The API comes after the functions that it leads to. */
export function tellOwnAddress(caller: ServiceFunction, api: HttpApi, { apiHosts }: Stage): void {
  const own = [api.apiEndpoint, ...apiHosts.map((host) => `https://${host}`)];
  caller.function.addEnvironment(environment.egressOwn, own.join(','));
}
