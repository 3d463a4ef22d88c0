import type { z } from 'zod';
import { listCommentsRoute } from '../../../lambdas/contracts/comments.contract';
import { listIndicatorReactionsRoute } from '../../../lambdas/contracts/reactions.contract';
import { listRelatedRoute } from '../../../lambdas/contracts/relations.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { commentsReply, reactionsReply, relatedReply } from './discussion-replies';
import { indicatorId, pathTo } from './find-indicator';

interface Line {
  readonly text: string;
  readonly json: object;
}

/** `tocsin discussion VALUE|ID` */
export async function discussion(args: Arguments, io: Io): Promise<ExitCode> {
  const [named, ...others] = args.positionals;
  if (named === undefined || others.length > 0) throw usage('tocsin discussion VALUE|ID');
  const { client } = connect(args, io, progressBar(io));
  const id = await indicatorId(named, client);
  for await (const { text, json } of linesOf(id, client)) {
    await print(io.stdout, args.has('json') ? JSON.stringify(json) : printable(text));
  }
  return exitCodes.ok;
}

async function* linesOf(id: string, client: ExchangeClient): AsyncGenerator<Line> {
  const get = <S extends z.ZodType>(path: string, reply: S, query = '') =>
    client.call({ method: 'GET', path: `${pathTo(path, { id })}${query}`, reply });
  const { reactions } = await get(listIndicatorReactionsRoute.path, reactionsReply);
  for (const one of reactions) {
    const to = one.descriptorId === null ? '' : `  to descriptor ${one.descriptorId}`;
    yield { text: `${one.kind}  by ${one.owner}${to}`, json: { reaction: one } };
  }
  const { related } = await get(listRelatedRoute.path, relatedReply);
  for (const one of related) {
    const kinds = one.relations.map(({ kind, direction }) =>
      direction === 'to' ? kind : `${kind} (from there)`,
    );
    yield { text: `${one.value}  ${[...new Set(kinds)].join(', ')}`, json: { related: one } };
  }
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `?after=${after}`;
    const page: z.infer<typeof commentsReply> = await get(
      listCommentsRoute.path,
      commentsReply,
      query,
    );
    for (const one of page.comments) {
      const answers = one.replyTo === null ? '' : `  answers ${one.replyTo}`;
      yield {
        text: `${one.createdAt}  ${one.id}  by ${one.owner}${answers}  ${one.text}`,
        json: { comment: one },
      };
    }
    after = page.next;
  } while (after !== null);
}
