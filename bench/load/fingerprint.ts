import { createHash } from 'node:crypto';
import { deriveKeys } from '../../lambdas/core/keys';
import { digestOf } from '../../lib/local-cloud/digest';
import type { Values } from '../values';
import { type Author, draftStored, momentOf } from './draft-stored';
import { RowPlan, type Tables } from './plan-rows';

/** Somebody fixed, for rows that must be the same wherever they are made. */
export const fixedAuthor: Author = {
  owner: '1234567890123456789',
  audience: 'community',
  keys: deriveKeys('a secret of the bench, which nobody else has'),
};

/** What makes the members, and the engine that all of it is stored in. */
const sources = [
  'bench/cast.ts',
  'lambdas/directory',
  'lambdas/store/directory-rows.ts',
  'lambdas/store/directory-store.ts',
  'lambdas/groups',
  'lambdas/store/group-store.ts',
  'lambdas/store/group-writes.ts',
  'lambdas/core/credential.ts',
  'lambdas/core/id.ts',
  'lib/tables.ts',
  'package-lock.json',
];
const sampled = 100;

/** One value for the values, and for the form of all rows: what was loaded under another is of no more use. */
export async function fingerprint(root: string, tables: Tables, values: Values): Promise<string> {
  const drafts = Array.from({ length: sampled }, (_, at) => draftStored(fixedAuthor, values, at));
  const plan = new RowPlan(tables);
  const rows = await plan.rowsOf(await Promise.all(drafts), momentOf(sampled));
  const form = JSON.stringify([rows, [...plan.heads], digestOf(sources, root)]);
  return createHash('sha256').update(form).digest('hex').slice(0, 16);
}
