import { putAgreementRoute, readAgreementRoute } from './agreement.contract';
import {
  patchDescriptorRoute,
  publishBatchRoute,
  publishDescriptorRoute,
  readDescriptorRoute,
  retractDescriptorRoute,
} from './descriptors.contract';
import {
  createMemberRoute,
  issueCredentialRoute,
  listMembersRoute,
  readMeRoute,
  revokeCredentialRoute,
} from './directory.contract';
import { listFeedsRoute, readFeedRoute } from './feeds.contract';
import { createGroupRoute, setGroupMembersRoute } from './groups.contract';
import { findIndicatorRoute, lookUpRoute, readIndicatorRoute } from './indicators.contract';
import { putPolicyRoute, readPolicyRoute } from './policy.contract';
import type { Route } from './route';
import { healthRoute, openApiRoute } from './system.contract';

/** Every route of the API, in the order of the documentation. */
export const routes: readonly Route[] = [
  publishDescriptorRoute,
  publishBatchRoute,
  readDescriptorRoute,
  patchDescriptorRoute,
  retractDescriptorRoute,
  findIndicatorRoute,
  readIndicatorRoute,
  lookUpRoute,
  listFeedsRoute,
  readFeedRoute,
  readMeRoute,
  createMemberRoute,
  listMembersRoute,
  issueCredentialRoute,
  revokeCredentialRoute,
  createGroupRoute,
  setGroupMembersRoute,
  readAgreementRoute,
  putAgreementRoute,
  readPolicyRoute,
  putPolicyRoute,
  healthRoute,
  openApiRoute,
];
