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
    endpoint(revokeCredentialRoute, async ({ params, query, caller }) => {
      const isLeaked = query.leaked !== undefined;
      return ended(isLeaked, await revokeCredential(params.id, { isLeaked }, caller, deps));
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
    endpoint(revokeMemberCredentialRoute, async ({ params, query, caller }) => {
      const { id, credentialId } = params;
      const isLeaked = query.leaked !== undefined;
      return ended(
        isLeaked,
        await revokeMemberCredential(id, credentialId, { isLeaked }, caller, deps),
      );
    }),
  ];
}

/** Of one that leaked it is told what ended with it. */
function ended(isLeaked: boolean, revoked: readonly string[]) {
  return isLeaked
    ? { status: 200 as const, body: { revoked: [...revoked] } }
    : { status: 204 as const };
}

function reply({ created, value }: IssuedCredential) {
  return { status: created ? 201 : 200, body: value };
}
