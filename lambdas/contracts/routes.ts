import { putAgreementRoute, readAgreementRoute } from './agreement.contract';
import {
  decideApplicationRoute,
  listApplicationsRoute,
  readApplicationRoute,
} from './applications.contract';
import {
  listRootsRoute,
  listSealsOfRoute,
  listSealsRoute,
  readAuditOfRoute,
  readAuditRoute,
} from './audit.contract';
import {
  acceptInvitationRoute,
  approveRequestRoute,
  askToJoinRoute,
  declineInvitationRoute,
  dropRequestRoute,
  inviteMemberRoute,
  listMyInvitationsRoute,
  listRequestsRoute,
  listSentInvitationsRoute,
  withdrawInvitationRoute,
} from './consents.contract';
import {
  changeCredentialRoute,
  issueCredentialRoute,
  issueMemberCredentialRoute,
  listCredentialsRoute,
  listMemberCredentialsRoute,
  reportLeakRoute,
  revokeCredentialRoute,
  revokeMemberCredentialRoute,
  rotateCredentialRoute,
} from './credentials.contract';
import {
  readExposureRoute,
  readMemberStateRoute,
  readWithdrawalRoute,
  setMemberStateRoute,
  withdrawRoute,
} from './departure.contract';
import {
  patchDescriptorRoute,
  publishBatchRoute,
  publishDescriptorRoute,
  readDescriptorRoute,
  retractDescriptorRoute,
} from './descriptors.contract';
import { createMemberRoute, listMembersRoute, readMeRoute } from './directory.contract';
import { listFeedsRoute, readFeedRoute } from './feeds.contract';
import {
  createGroupRoute,
  listListedGroupsRoute,
  listMyGroupsRoute,
  patchGroupRoute,
  readGroupRoute,
  removeMemberRoute,
  setRoleRoute,
} from './groups.contract';
import { findIndicatorRoute, lookUpRoute, readIndicatorRoute } from './indicators.contract';
import {
  answerOperatorRoute,
  applyRoute,
  claimCredentialRoute,
  proveDomainRoute,
  readStatusRoute,
} from './joining.contract';
import { putPolicyRoute, readPolicyRoute } from './policy.contract';
import { changeMeRoute, listDirectoryRoute, readListingRoute } from './profile.contract';
import { readHistoryRoute, readRosterRoute, setGroupMembersRoute } from './rosters.contract';
import type { Route } from './route';
import { planSharesRoute } from './sharing.contract';
import { healthRoute, openApiRoute } from './system.contract';

/** Every route of the API, in the order of the documentation. */
export const routes: readonly Route[] = [
  publishDescriptorRoute,
  publishBatchRoute,
  planSharesRoute,
  readDescriptorRoute,
  patchDescriptorRoute,
  retractDescriptorRoute,
  findIndicatorRoute,
  readIndicatorRoute,
  lookUpRoute,
  listFeedsRoute,
  readFeedRoute,
  readMeRoute,
  readListingRoute,
  changeMeRoute,
  listDirectoryRoute,
  listCredentialsRoute,
  issueCredentialRoute,
  changeCredentialRoute,
  rotateCredentialRoute,
  revokeCredentialRoute,
  reportLeakRoute,
  createMemberRoute,
  listMembersRoute,
  listMemberCredentialsRoute,
  issueMemberCredentialRoute,
  revokeMemberCredentialRoute,
  createGroupRoute,
  listMyGroupsRoute,
  listListedGroupsRoute,
  readGroupRoute,
  patchGroupRoute,
  readRosterRoute,
  setGroupMembersRoute,
  readAgreementRoute,
  putAgreementRoute,
  applyRoute,
  readStatusRoute,
  proveDomainRoute,
  answerOperatorRoute,
  claimCredentialRoute,
  listApplicationsRoute,
  readApplicationRoute,
  decideApplicationRoute,
  readPolicyRoute,
  putPolicyRoute,
  setRoleRoute,
  removeMemberRoute,
  inviteMemberRoute,
  listSentInvitationsRoute,
  withdrawInvitationRoute,
  listMyInvitationsRoute,
  acceptInvitationRoute,
  declineInvitationRoute,
  askToJoinRoute,
  listRequestsRoute,
  approveRequestRoute,
  dropRequestRoute,
  readHistoryRoute,
  readAuditRoute,
  listSealsRoute,
  readAuditOfRoute,
  listSealsOfRoute,
  listRootsRoute,
  readMemberStateRoute,
  setMemberStateRoute,
  readExposureRoute,
  withdrawRoute,
  readWithdrawalRoute,
  healthRoute,
  openApiRoute,
];
