import { listFeedsRoute } from '../../../lambdas/contracts/feeds.contract';
import { type ExitCode, exitCodes, Failure } from '../command';
import type { ExchangeClient } from '../exchange-client';
import { ProblemFailure } from '../problem-failure';
import { type FeedHead, type FeedPage, feedsReply, pageReply } from '../replies';
import type { LocalCopy } from './local-copy';

export interface SyncDeps {
  readonly audience: string;
  readonly client: ExchangeClient;
  readonly copy: LocalCopy;
  readonly onPage: (page: FeedPage) => void;
  readonly onReset: () => void;
}

/**
 * Brings the copy to the end of the feed and proves it complete: on a page whose head position equals the
 * `after` that was sent nothing has moved since, so count and digest must be those of the copy.
 */
export async function syncFeed(deps: SyncDeps): Promise<FeedHead> {
  const { copy, client } = deps;
  for (;;) {
    const after = copy.position();
    const page = await readPage(after, deps);
    if (!page) {
      copy.reset();
      deps.onReset();
      continue;
    }
    copy.apply(page);
    deps.onPage(page);
    if (page.head.position === after && !page.more) return verified(page.head, copy);
    // Something is committed that can't be read yet.
    if (page.next === after) await client.pause(unsettledMilliseconds);
  }
}

const unsettledMilliseconds = 200;

/** Undefined when the feed can't be followed from there any more. */
async function readPage(
  after: number,
  { audience, client, copy }: SyncDeps,
): Promise<FeedPage | undefined> {
  const path = `/v1/feeds/${encodeURIComponent(audience)}?after=${after}&asOf=${copy.asOf()}`;
  try {
    return await client.call({ method: 'GET', path, reply: pageReply });
  } catch (error) {
    if (!(error instanceof ProblemFailure)) throw error;
    if (error.code === 'feed.reset' && after > 0) return undefined;
    const isCopied = copy.asOf() > 0;
    if (error.code === 'object.not_found' && isCopied && !(await isMine(audience, client))) {
      throw new LostSight(audience);
    }
    throw error;
  }
}

/** The copy is of an audience that the member is not in any more: it is dropped. */
export class LostSight extends Failure {
  constructor(audience: string) {
    super(
      exitCodes.refused,
      `${audience} is not among your audiences any more: its copy was dropped`,
    );
  }
}

async function isMine(audience: string, client: ExchangeClient): Promise<boolean> {
  const { path } = listFeedsRoute;
  const { feeds } = await client.call({ method: 'GET', path, reply: feedsReply });
  return feeds.some((feed) => feed.audience === audience);
}

function verified(head: FeedHead, copy: LocalCopy): FeedHead {
  if (head.count === copy.count() && head.digest === copy.digest()) return head;
  const mismatch: ExitCode = exitCodes.mismatch;
  throw new Failure(
    mismatch,
    `the copy is not the feed: it has count=${copy.count()} digest=${copy.digest()}, the feed count=${head.count} digest=${head.digest}. Begin anew with --anew`,
  );
}
