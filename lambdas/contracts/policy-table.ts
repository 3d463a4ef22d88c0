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
  planShares: 'publish',
  readDescriptor: 'read',
  patchDescriptor: 'publish',
  retractDescriptor: 'publish',
  findIndicator: 'read',
  readIndicator: 'read',
  lookUp: 'read',
  listFeeds: 'read',
  readFeed: 'read',
  readMe: 'read',
  readListing: 'read',
  changeMe: 'administer',
  listDirectory: 'read',
  listCredentials: 'administer',
  issueCredential: 'administer',
  changeCredential: 'administer',
  rotateCredential: 'administer',
  revokeCredential: 'administer',
  reportLeak: 'public',
  createMember: 'operate',
  listMembers: 'operate',
  listMemberCredentials: 'operate',
  issueMemberCredential: 'operate',
  revokeMemberCredential: 'operate',
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
  apply: 'public',
  readApplicationStatus: 'public',
  proveDomain: 'public',
  answerOperator: 'public',
  claimCredential: 'public',
  listApplications: 'operate',
  readApplication: 'operate',
  decideApplication: 'operate',
  readAudit: 'administer',
  listSeals: 'administer',
  readAuditOf: 'operate',
  listSealsOf: 'operate',
  listRoots: 'operate',
  readMemberState: 'operate',
  setMemberState: 'operate',
  readExposure: 'operate',
  withdraw: 'administer',
  readWithdrawal: 'public',
  readHealth: 'public',
  readOpenApi: 'public',
} as const satisfies Readonly<Record<string, Access>>;

export type OperationId = keyof typeof policyTable;

export function accessOf(operationId: OperationId): Access {
  return policyTable[operationId];
}
