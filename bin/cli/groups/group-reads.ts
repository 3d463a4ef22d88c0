import type { z } from 'zod';
import type { Arguments } from '../command';
import type { ExchangeClient } from '../exchange-client';
import { printable } from '../printable';
import {
  type GroupReply,
  groupReply,
  groupsReply,
  historyReply,
  invitationsReply,
  requestsReply,
  rosterReply,
} from './group-replies';

/** What is printed of one thing. */
export interface Line {
  readonly text: string;
  readonly json: unknown;
}

export interface Subject {
  readonly group: string;
  readonly member: string;
}

export interface VerbDeps {
  readonly client: ExchangeClient;
  readonly args: Arguments;
}

export interface Verb {
  /** What follows it. */
  readonly takes: readonly ('GROUP' | 'MEMBER' | 'NAME')[];
  run(subject: Subject, deps: VerbDeps): AsyncGenerator<Line>;
}

export const reads: Readonly<Record<string, Verb>> = {
  list: { takes: [], run: listGroups },
  show: { takes: ['GROUP'], run: showGroup },
  roster: { takes: ['GROUP'], run: listRoster },
  history: { takes: ['GROUP'], run: listHistory },
  invitations: { takes: [], run: listInvitations },
  requests: { takes: ['GROUP'], run: listRequests },
};

async function* listGroups(_: Subject, { client, args }: VerbDeps): AsyncGenerator<Line> {
  const path = args.has('listed') ? '/v1/groups/listed' : '/v1/groups';
  for await (const { groups } of pagesOf(path, groupsReply, client)) {
    yield* groups.map((group) => ({ text: groupLine(group), json: group }));
  }
}

async function* showGroup({ group: id }: Subject, { client }: VerbDeps): AsyncGenerator<Line> {
  const reply = groupReply;
  const group = await client.call({ method: 'GET', path: `/v1/groups/${id}`, reply });
  const texts = [group.description, group.charter ?? ''].filter((text) => text !== '');
  const text = [groupLine(group), ...texts.map((one) => `  ${printable(one)}`)].join('\n');
  yield { text, json: group };
}

async function* listRoster({ group }: Subject, { client }: VerbDeps): AsyncGenerator<Line> {
  for await (const { members } of pagesOf(`/v1/groups/${group}/members`, rosterReply, client)) {
    for (const member of members) {
      const { id, name, role, joinedAt } = member;
      yield { text: `${id}  ${role}  since ${joinedAt}  ${printable(name)}`, json: member };
    }
  }
}

async function* listHistory({ group }: Subject, { client }: VerbDeps): AsyncGenerator<Line> {
  for await (const { lines } of pagesOf(`/v1/groups/${group}/history`, historyReply, client)) {
    for (const line of lines) {
      const { at, event, memberId, role, by, changed } = line;
      const facts = [
        `${at}  ${event}`,
        ...(memberId ? [memberId] : []),
        ...(role ? [`as ${role}`] : []),
        ...(changed ? [changed.join(', ')] : []),
        ...(by ? [`by ${by}`] : []),
      ];
      yield { text: facts.join('  '), json: line };
    }
  }
}

async function* listInvitations(_: Subject, { client }: VerbDeps): AsyncGenerator<Line> {
  for await (const page of pagesOf('/v1/me/invitations', invitationsReply, client)) {
    for (const invitation of page.invitations) {
      const { group, invitedAt, message } = invitation;
      const text = `${group.id}  ${printable(group.name)}  ${invitedAt}  ${printable(message)}`;
      yield { text: text.trimEnd(), json: invitation };
    }
  }
}

async function* listRequests({ group }: Subject, { client }: VerbDeps): AsyncGenerator<Line> {
  const path = `/v1/groups/${group}/requests`;
  const { requests } = await client.call({ method: 'GET', path, reply: requestsReply });
  for (const request of requests) {
    const { memberId, name, askedAt, message } = request;
    const text = `${memberId}  ${printable(name)}  ${askedAt}  ${printable(message)}`;
    yield { text: text.trimEnd(), json: request };
  }
}

async function* pagesOf<S extends z.ZodType<{ next?: string | number | null | undefined }>>(
  path: string,
  reply: S,
  client: ExchangeClient,
): AsyncGenerator<z.output<S>> {
  let after = '';
  for (;;) {
    const page = await client.call({ method: 'GET', path: `${path}${after}`, reply });
    yield page;
    if (page.next === null || page.next === undefined) return;
    after = `?after=${page.next}`;
  }
}

export function groupLine({ id, name, role, memberCount, ...flags }: GroupReply): string {
  const facts = [
    id,
    printable(name),
    ...(role ? [role] : []),
    ...(memberCount === undefined ? [] : [`${memberCount} member${memberCount === 1 ? '' : 's'}`]),
    ...(flags.isListed ? ['listed'] : []),
    ...(flags.membersCanUse ? [] : ['only owners publish']),
  ];
  return facts.join('  ');
}
