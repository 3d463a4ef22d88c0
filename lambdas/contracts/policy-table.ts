import type { Scope } from '../core/member';

/** What a credential must hold; `public` needs none. */
export type Access = 'public' | Scope;

/**
 * Who may call what, in one place. A route whose operation has no row does not compile, and a test finds the row that
 * has no route. Roles come to scopes in `core/member.ts`.
 */
export const policyTable = {
  publishDescriptor: 'publish',
  publishBatch: 'publish',
  readDescriptor: 'read',
  patchDescriptor: 'publish',
  retractDescriptor: 'publish',
  findIndicator: 'read',
  readIndicator: 'read',
  lookUp: 'read',
  listFeeds: 'read',
  readFeed: 'read',
  readMe: 'read',
  createMember: 'operate',
  listMembers: 'operate',
  issueCredential: 'operate',
  revokeCredential: 'operate',
  createGroup: 'administer',
  listMyGroups: 'read',
  listListedGroups: 'read',
  readGroup: 'read',
  patchGroup: 'administer',
  readRoster: 'read',
  setGroupMembers: 'operate',
  readPolicy: 'read',
  putPolicy: 'operate',
  readAgreement: 'public',
  putAgreement: 'operate',
  setGroupRole: 'administer',
  removeGroupMember: 'administer',
  inviteMember: 'administer',
  listSentInvitations: 'read',
  withdrawInvitation: 'administer',
  listMyInvitations: 'read',
  acceptInvitation: 'administer',
  declineInvitation: 'administer',
  askToJoin: 'administer',
  listRequests: 'read',
  approveRequest: 'administer',
  dropRequest: 'administer',
  readGroupHistory: 'read',
  readAudit: 'administer',
  listSeals: 'administer',
  readAuditOf: 'operate',
  listSealsOf: 'operate',
  listRoots: 'operate',
  readHealth: 'public',
  readOpenApi: 'public',
} as const satisfies Readonly<Record<string, Access>>;

export type OperationId = keyof typeof policyTable;

export function accessOf(operationId: OperationId): Access {
  return policyTable[operationId];
}
