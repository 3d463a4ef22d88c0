import { exportSearchRoute } from '../../../lambdas/contracts/exports.contract';
import { exportFormats } from '../../../lambdas/core/export/render';
import { audienceNamed } from '../audience-named';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { progressBar } from '../progress-bar';
import { fieldsOf } from './search-fields';
import { openSink } from './text-sink';

/** `tocsin export`: every page of a search or of a feed, as one file. */
export async function exportFound(args: Arguments, io: Io): Promise<ExitCode> {
  const format = args.one('format') ?? 'ndjson';
  if (!exportFormats.some((one) => one === format)) {
    throw usage(`--format is one of ${exportFormats.join(', ')}`);
  }
  const [feed, saved, kinds] = [args.one('feed'), args.one('saved'), args.one('kinds')];
  if (feed !== undefined && saved !== undefined) throw usage('--feed or --saved, not both');
  const { connection, client } = connect(args, io, progressBar(io));
  const query = new URLSearchParams({
    ...fieldsOf(args.positionals),
    format,
    ...(saved === undefined ? {} : { saved }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(args.has('no-comments') ? { comments: 'false' } : {}),
  });
  const path =
    feed === undefined
      ? exportSearchRoute.path
      : `/v1/feeds/${encodeURIComponent(audienceNamed(feed, connection))}/export`;
  const sink = openSink(args.one('out'), io);
  try {
    let next: string | undefined = `${path}?${query}`;
    for (let page = 1; next !== undefined; page++) {
      const read = await client.readText(next);
      await sink.write(page > 1 && format === 'csv' ? withoutHeader(read.text) : read.text);
      next = read.next;
    }
    sink.finish();
  } finally {
    sink.close();
  }
  return exitCodes.ok;
}

function withoutHeader(csv: string): string {
  return csv.slice(csv.indexOf('\n') + 1);
}
