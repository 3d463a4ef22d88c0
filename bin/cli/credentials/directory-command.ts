import type { z } from 'zod';
import { listDirectoryRoute } from '../../../lambdas/contracts/profile.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { directoryReply } from './credential-replies';

/** `tocsin directory` */
export async function directory(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('directory takes no arguments');
  const { client } = connect(args, io, progressBar(io));
  let after: string | null = null;
  do {
    const path: string = `${listDirectoryRoute.path}${after === null ? '' : `?after=${after}`}`;
    const page: z.infer<typeof directoryReply> = await client.call({
      method: 'GET',
      path,
      reply: directoryReply,
    });
    for (const one of page.members) {
      const fields = [one.id, one.name, one.sector, one.country, one.website, one.contact];
      const line = fields.filter((field) => field !== undefined).join('  ');
      await print(io.stdout, args.has('json') ? JSON.stringify(one) : printable(line));
    }
    after = page.next;
  } while (after !== null);
  return exitCodes.ok;
}
