import { rmSync } from 'node:fs';
import { listFeedsRoute } from '../../../lambdas/contracts/feeds.contract';
import { audienceNamed } from '../audience-named';
import { type Arguments, type ExitCode, exitCodes, Failure, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { print } from '../printable';
import { type ProgressBar, progressBar } from '../progress-bar';
import { type FeedHead, type FeedPage, feedsReply } from '../replies';
import { type LocalCopy, openCopy } from './local-copy';
import { LostSight, syncFeed } from './sync-feed';

/** `tocsin feed [AUDIENCE --out FILE]` */
export async function feed(args: Arguments, io: Io): Promise<ExitCode> {
  const [name, ...others] = args.positionals;
  if (others.length > 0) throw usage('feed takes one audience');
  const file = args.one('out');
  if (name !== undefined && file === undefined) throw usage('where to? Give --out FILE');
  const bar = progressBar(io);
  const { connection, client } = connect(args, io, bar);
  if (name === undefined || file === undefined) return listFeeds(client, args.has('json'), io);
  const audience = audienceNamed(name, connection);
  const state = `${file}.sync`;
  if (args.has('anew')) forget(state);
  const { baseUrl, memberId } = connection;
  const copy = openCopy(state, { audience, baseUrl, memberId });
  let isLost = false;
  try {
    return await sync({ audience, file, client, copy, bar, args, io });
  } catch (error) {
    isLost = error instanceof LostSight;
    throw error;
  } finally {
    bar.clear();
    copy.close();
    if (isLost) {
      forget(state);
      rmSync(file, { force: true });
    }
  }
}

function forget(state: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(state + end, { force: true });
}

interface SyncTask {
  readonly audience: string;
  readonly file: string;
  readonly client: ExchangeClient;
  readonly copy: LocalCopy;
  readonly bar: ProgressBar;
  readonly args: Arguments;
  readonly io: Io;
}

const followMilliseconds = 2_000;

async function sync({ audience, file, client, copy, bar, args, io }: SyncTask): Promise<ExitCode> {
  const onPage = ({ head }: FeedPage) =>
    bar.show(`${copy.count()} of ${head.count} objects`, copy.count(), head.count || undefined);
  const onReset = () => {
    bar.clear();
    io.stderr.write('the feed begins anew: the copy is taken from its start\n');
  };
  let shown: number | undefined;
  for (;;) {
    const head = await unlessInterrupted(
      syncFeed({ audience, client, copy, onPage, onReset }),
      args,
    );
    if (!head) return exitCodes.ok;
    if (head.position !== shown) {
      // The file only ever holds what has been verified.
      copy.write(file);
      bar.clear();
      await print(io.stdout, sentence(audience, head, args.has('json')));
    }
    shown = head.position;
    if (!args.has('follow')) return exitCodes.ok;
    const isOver = await unlessInterrupted(
      client.pause(followMilliseconds).then(() => true),
      args,
    );
    if (!isOver) return exitCodes.ok;
  }
}

/** To interrupt is how a person ends --follow; otherwise it is a failure. */
async function unlessInterrupted<T>(work: Promise<T>, args: Arguments): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const isInterrupt = error instanceof Failure && error.exitCode === exitCodes.interrupted;
    if (isInterrupt && args.has('follow')) return undefined;
    throw error;
  }
}

function sentence(
  audience: string,
  { count, digest, position }: FeedHead,
  isJson: boolean,
): string {
  if (isJson) return JSON.stringify({ verified: true, audience, count, digest, position });
  return `verified count=${count} digest=${digest}`;
}

async function listFeeds(client: ExchangeClient, isJson: boolean, io: Io): Promise<ExitCode> {
  const { path } = listFeedsRoute;
  const { feeds } = await client.call({ method: 'GET', path, reply: feedsReply });
  for (const { audience, head } of feeds) {
    const { count, position, digest } = head;
    const text = `${audience}  count=${count} position=${position} digest=${digest}`;
    await print(io.stdout, isJson ? JSON.stringify({ audience, head }) : text);
  }
  return exitCodes.ok;
}
