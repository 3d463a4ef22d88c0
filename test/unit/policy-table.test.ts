import { graphOperations, policyTable } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';

it('the policy table has a row for each route, for what the graph does, and no other', () => {
  const operations = routes.map(({ operationId }) => operationId);

  expect(Object.keys(policyTable).sort()).toEqual([...operations, ...graphOperations].sort());
});
