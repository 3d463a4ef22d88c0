import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { type ListType, listTypes } from '../../../lambdas/core/known-good/list';

/** A list in the format of MISP's warninglists. */
const warninglist = z.looseObject({
  name: z.string().min(1).max(200),
  description: z.string().default(''),
  version: z.union([z.string(), z.number()]).default(''),
  type: z.string().default('string'),
  matching_attributes: z.array(z.string()).default([]),
  list: z.array(z.union([z.string(), z.number()])),
});

export interface SourceList {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sourceVersion: string;
  readonly type: ListType;
  readonly attributes: readonly string[];
  readonly entries: readonly string[];
}

/** Reads a list; what it answers with otherwise is why it can't be. */
export function readList(text: string, origin: string): SourceList | string {
  const parsed = warninglist.safeParse(jsonOf(text));
  if (!parsed.success) return 'it is not in the format of a MISP warninglist';
  const { name, description, version, type, matching_attributes, list } = parsed.data;
  const known = listTypes.find((one) => one === type);
  if (!known) return `of the type '${type}' nothing is known here`;
  if (list.length === 0) return 'there is nothing in it';
  return {
    id: idOf(origin),
    name,
    description: description.slice(0, 600),
    sourceVersion: String(version).slice(0, 64),
    type: known,
    attributes: matching_attributes.slice(0, 100),
    entries: list.map(String),
  };
}

/** Of `lists/tranco10k/list.json`, `tranco10k.json` and `lists_tranco10k_list.json`: `tranco10k`. */
function idOf(origin: string): string {
  const file = basename(origin).replace(/\.json$/i, '');
  const name = file === 'list' ? basename(dirname(origin)) : file.replace(/^lists_|_list$/g, '');
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id.slice(0, 64) || 'list';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
