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
} from '../contracts/credentials.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { changeCredential } from './change-credential';
import type { CredentialDeps } from './directory-deps';
import { type IssuedCredential, issueCredential, issueMemberCredential } from './issue-credential';
import { listCredentials } from './list-credentials';
import { reportLeak, revokeCredential, revokeMemberCredential } from './revoke-credential';
import { rotateCredential } from './rotate-credential';

/** The credentials of a member: what it does with its own, what the operator does with any. */
export function credentialsApi(deps: CredentialDeps): Endpoint[] {
  return [...ownCredentials(deps), ...credentialsOfMembers(deps)];
}

function ownCredentials(deps: CredentialDeps): Endpoint[] {
  return [
    endpoint(listCredentialsRoute, async ({ caller }) => ({
      status: 200,
      body: await listCredentials(caller.member.id, deps),
    })),
    endpoint(issueCredentialRoute, async ({ body, caller, idempotency }) =>
      reply(await issueCredential(body, caller, idempotency, deps)),
    ),
    endpoint(changeCredentialRoute, async ({ params, body, caller, idempotency }) => ({
      status: 200,
      body: await changeCredential(params.id, body, caller, idempotency, deps),
    })),
    endpoint(rotateCredentialRoute, async ({ params, body, caller, idempotency }) => ({
      status: 200,
      body: await rotateCredential(params.id, body, caller, idempotency, deps),
    })),
    endpoint(revokeCredentialRoute, async ({ params, caller }) => {
      await revokeCredential(params.id, caller, deps);
      return { status: 204 };
    }),
    endpoint(reportLeakRoute, async ({ body }) => {
      await reportLeak(body.token, deps);
      return { status: 202, body: { status: 'accepted' } };
    }),
  ];
}

function credentialsOfMembers(deps: CredentialDeps): Endpoint[] {
  return [
    endpoint(listMemberCredentialsRoute, async ({ params }) => ({
      status: 200,
      body: await listCredentials(params.id, deps),
    })),
    endpoint(issueMemberCredentialRoute, async ({ params, body, caller, idempotency }) =>
      reply(await issueMemberCredential(params.id, body, caller, idempotency, deps)),
    ),
    endpoint(revokeMemberCredentialRoute, async ({ params, caller }) => {
      await revokeMemberCredential(params.id, params.credentialId, caller, deps);
      return { status: 204 };
    }),
  ];
}

function reply({ created, value }: IssuedCredential) {
  return { status: created ? 201 : 200, body: value };
}
