import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { postCommentRoute } from '../../../lambdas/contracts/comments.contract';
import {
  reactToDescriptorRoute,
  reactToIndicatorRoute,
} from '../../../lambdas/contracts/reactions.contract';
import { relateRoute } from '../../../lambdas/contracts/relations.contract';
import { reactionKinds, relationKinds } from '../../../lambdas/core/remark';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { audienceOf } from '../publish/publish-fields';
import { saidReply } from './discussion-replies';
import { indicatorId, pathTo } from './find-indicator';

/** `tocsin comment VALUE|ID TEXT` */
export async function comment(args: Arguments, io: Io): Promise<ExitCode> {
  const [named, text] = taking(args, 2, 'comment VALUE|ID TEXT');
  const { connection, client } = connect(args, io, progressBar(io));
  const replyTo = args.one('reply-to');
  const audience = audienceOf(args, connection);
  const id = await indicatorId(named ?? '', client);
  const body = JSON.stringify({ text, audience, ...(replyTo ? { replyTo } : {}) });
  const path = pathTo(postCommentRoute.path, { id });
  const idempotencyKey = randomUUID();
  const said = await client.call({ method: 'POST', path, body, idempotencyKey, reply: saidReply });
  return tell(said, args, io);
}

/** `tocsin react VALUE|ID KIND` */
export async function react(args: Arguments, io: Io): Promise<ExitCode> {
  const [named = '', kind] = taking(args, 2, 'react VALUE|ID KIND');
  const known = oneOf(kind, reactionKinds);
  const { connection, client } = connect(args, io, progressBar(io));
  const isOpinion = args.has('descriptor');
  const route = isOpinion ? reactToDescriptorRoute : reactToIndicatorRoute;
  const audience = args.has('remove') ? undefined : audienceOf(args, connection);
  const id = isOpinion ? named : await indicatorId(named, client);
  const path = pathTo(route.path, { id, kind: known });
  if (!audience) {
    await client.call({ method: 'DELETE', path, reply: z.undefined() });
    return exitCodes.ok;
  }
  const body = JSON.stringify({ audience });
  return tell(await client.call({ method: 'PUT', path, body, reply: saidReply }), args, io);
}

/** `tocsin relate VALUE|ID KIND VALUE|ID` */
export async function relate(args: Arguments, io: Io): Promise<ExitCode> {
  const [from = '', kind, to = ''] = taking(args, 3, 'relate VALUE|ID KIND VALUE|ID');
  const known = oneOf(kind, relationKinds);
  const { connection, client } = connect(args, io, progressBar(io));
  const audience = audienceOf(args, connection);
  const id = await indicatorId(from, client);
  const body = JSON.stringify({
    kind: known,
    indicatorId: await indicatorId(to, client),
    audience,
  });
  const path = pathTo(relateRoute.path, { id });
  return tell(await client.call({ method: 'POST', path, body, reply: saidReply }), args, io);
}

async function tell(said: { readonly id: string }, args: Arguments, io: Io): Promise<ExitCode> {
  await print(io.stdout, args.has('json') ? JSON.stringify(said) : said.id);
  return exitCodes.ok;
}

function taking({ positionals }: Arguments, count: number, form: string): readonly string[] {
  if (positionals.length !== count) throw usage(`tocsin ${form}`);
  return positionals;
}

function oneOf(text: string | undefined, kinds: readonly string[]): string {
  if (text !== undefined && kinds.includes(text)) return text;
  throw usage(`KIND is one of ${kinds.join(', ')}`);
}
