import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Method } from '../../../lambdas/contracts/route';
import type { Arguments } from '../command';
import { groupLine, type Line, type Subject, type Verb, type VerbDeps } from './group-reads';
import { groupReply } from './group-replies';

interface Act {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  /** What is said when it is done. */
  readonly done: string;
}

export const acts: Readonly<Record<string, Verb>> = {
  create: { takes: ['NAME'], run: createGroup },
  invite: onMember(({ group, member }, args) => ({
    ...{ method: 'POST', path: `/v1/groups/${group}/invitations` },
    ...{
      body: { memberId: member, ...messageOf(args) },
      done: 'invited, if there is such a member',
    },
  })),
  accept: onGroup(({ group }) => ({
    ...{ method: 'POST', path: `/v1/me/invitations/${group}/accept` },
    done: `you are in; its feed: tocsin feed group:${group} --out FILE`,
  })),
  decline: onGroup(({ group }) => ({
    ...{ method: 'POST', path: `/v1/me/invitations/${group}/decline`, done: 'declined' },
  })),
  request: onGroup(({ group }, args) => ({
    ...{ method: 'POST', path: `/v1/groups/${group}/requests` },
    ...{ body: messageOf(args), done: 'asked; an owner will answer' },
  })),
  approve: onMember(({ group, member }) => ({
    ...{ method: 'POST', path: `/v1/groups/${group}/requests/${member}/approve`, done: 'approved' },
  })),
  refuse: onMember(({ group, member }) => ({
    ...{ method: 'POST', path: `/v1/groups/${group}/requests/${member}/decline`, done: 'refused' },
  })),
  appoint: onMember((subject) => setRole(subject, 'owner')),
  dismiss: onMember((subject) => setRole(subject, 'member')),
  remove: onMember(({ group, member }) => ({
    ...{ method: 'DELETE', path: `/v1/groups/${group}/members/${member}`, done: 'removed' },
  })),
  leave: onGroup(({ group, member }) => ({
    ...{ method: 'DELETE', path: `/v1/groups/${group}/members/${member}` },
    done: 'left; what you shared there stays until you retract it',
  })),
};

type ActOf = (subject: Subject, args: Arguments) => Act;

function onGroup(actOf: ActOf): Verb {
  return { takes: ['GROUP'], run: (subject, deps) => perform(actOf(subject, deps.args), deps) };
}

function onMember(actOf: ActOf): Verb {
  return { ...onGroup(actOf), takes: ['GROUP', 'MEMBER'] };
}

function setRole({ group, member }: Subject, role: 'owner' | 'member'): Act {
  const path = `/v1/groups/${group}/members/${member}`;
  return { method: 'PATCH', path, body: { role }, done: `its role is ${role}` };
}

/** A key of its own for each, so that a try after a lost answer does nothing twice. */
async function* perform(
  { method, path, body, done }: Act,
  { client }: VerbDeps,
): AsyncGenerator<Line> {
  await client.call({
    ...{ method, path, idempotencyKey: randomUUID(), reply: z.unknown() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  yield { text: done, json: { done: true } };
}

async function* createGroup(
  { group: name }: Subject,
  { client, args }: VerbDeps,
): AsyncGenerator<Line> {
  const description = args.one('description');
  const body = JSON.stringify({
    name,
    ...(description === undefined ? {} : { description }),
    isListed: args.has('listed'),
    membersCanSee: args.has('members-see'),
    membersCanUse: !args.has('owners-only'),
  });
  const request = { method: 'POST', path: '/v1/groups', body } as const;
  const idempotencyKey = randomUUID();
  const group = await client.call({ ...request, idempotencyKey, reply: groupReply });
  yield { text: groupLine(group), json: group };
}

function messageOf(args: Arguments): { message?: string } {
  const message = args.one('message');
  return message === undefined ? {} : { message };
}
