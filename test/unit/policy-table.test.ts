import { policyTable } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';

it('the policy table has a row for each route, and no other', () => {
  const operations = routes.map(({ operationId }) => operationId);

  expect(Object.keys(policyTable).sort()).toEqual(operations.sort());
});
