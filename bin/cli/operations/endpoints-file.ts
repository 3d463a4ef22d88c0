import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Io, usage } from '../command';
import { dataFolder } from '../credentials-file';
import { isMissingFile } from '../is-missing-file';
import { messageOf } from '../message-of';

const endpoints = z.looseObject({ lambda: z.url() });

export type EndpointsFile = z.output<typeof endpoints>;

export function endpointsPath(io: Pick<Io, 'env'>): string {
  return join(dataFolder(io), 'endpoints.json');
}

/** Where this machine's exchange listens while it runs; undefined when none was started here. */
export function readEndpoints(io: Pick<Io, 'env'>): EndpointsFile | undefined {
  const path = endpointsPath(io);
  try {
    return endpoints.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw usage(`${path} is not an endpoints file of the local cloud`);
    }
    throw usage(`cannot read ${path}: ${messageOf(error)}`);
  }
}
