import {
  auditPageSize,
  listRootsRoute,
  listSealsOfRoute,
  listSealsRoute,
  readAuditOfRoute,
  readAuditRoute,
  sealsPageSize,
} from '../contracts/audit.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { type ListSealsDeps, listRoots, listSeals, listSealsOf } from './list-seals';
import { type ReadAuditDeps, readAudit, readAuditOf } from './read-audit';

export type AuditApiDeps = ReadAuditDeps & ListSealsDeps;

/** What a member may know of its own audit, and the operator of everybody's. */
export function auditApi(deps: AuditApiDeps): Endpoint[] {
  return [
    endpoint(readAuditRoute, async ({ query, caller }) => ({
      status: 200,
      body: await readAudit(caller.member.id, withDefaults(query), deps),
    })),
    endpoint(readAuditOfRoute, async ({ params, query, caller }) => ({
      status: 200,
      body: await readAuditOf(params.id, withDefaults(query), caller, deps),
    })),
    endpoint(listSealsRoute, async ({ query, caller }) => ({
      status: 200,
      body: { seals: await listSeals(caller.member.id, query.after, sealsPageSize, deps) },
    })),
    endpoint(listSealsOfRoute, async ({ params, query }) => ({
      status: 200,
      body: { seals: await listSealsOf(params.id, query.after, sealsPageSize, deps) },
    })),
    endpoint(listRootsRoute, async ({ query }) => ({
      status: 200,
      body: { roots: await listRoots(query.after, sealsPageSize, deps) },
    })),
  ];
}

function withDefaults<T extends { after?: number | undefined; limit?: number | undefined }>({
  after = 0,
  limit = auditPageSize,
  ...rest
}: T) {
  return { ...rest, after, limit };
}
