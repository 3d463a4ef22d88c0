import type { Change, Row, Source } from '../core/audit-changes';
import { remarkKinds } from '../core/remark';
import { isProbe } from './probe-store';
import { removedKey } from './removal';

/** A record of a stream, with its images as plain items. */
export interface ItemChange {
  /** The same for the same record of a stream, whenever it is handed over. */
  readonly id: string;
  /** Microseconds, as exact as the stream is. */
  readonly at: number;
  readonly key: { readonly pk: string; readonly sk: string };
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

interface KeyForm {
  readonly what: Source | 'nothing';
  readonly form: RegExp;
  /** Who removes one is told by a row beside it (removal.ts), so that the removal itself tells nothing. */
  readonly namesRemover?: true;
}

/** What the items of the Exchange and the Directory are, by `<pk> <sk>`; of the groups, the ids are told. */
const forms: readonly KeyForm[] = [
  { what: 'member', form: /^member\/(?<member>\d+) profile$/ },
  { what: 'credential', form: /^member\/(?<member>\d+) credential\/(?<credential>\d+)$/ },
  // What happens to a group has a line in its history, with who did it.
  { what: 'groupLine', form: /^group\/(?<group>\d+) history\/\d+$/ },
  { what: 'nothing', form: /^member\/\d+ (group\/\d+|groups|credentials)$/ },
  { what: 'nothing', form: /^group\/\d+ (profile|texts|listing)$/ },
  {
    what: 'consent',
    form: /^group\/(?<group>\d+) (?<consent>invitation|request)\/\d+$/,
    namesRemover: true,
  },
  { what: 'policy', form: /^governance policy$/ },
  // Each is told by what is in force, by its application, or by the member's state and what becomes of its objects.
  { what: 'nothing', form: /^policies \d+$/ },
  { what: 'nothing', form: /^governance agreement$/ },
  { what: 'nothing', form: /^domain\/\S+ holder$/ },
  { what: 'nothing', form: /^member\/\d+ standing$/ },
  { what: 'nothing', form: /^sweeps \d+$/ },
  { what: 'agreement', form: /^agreement version\/\d+$/ },
  { what: 'application', form: /^application\/(?<application>\d+) application$/ },
  { what: 'nothing', form: /^roster / },
  { what: 'list', form: /^named\/(?<member>\d+) list\/\S+$/, namesRemover: true },
  { what: 'savedSearch', form: /^named\/(?<member>\d+) search\/\S+$/, namesRemover: true },
  { what: 'other', form: /^(?<row>known-good)(\/\S+)? \S+$/, namesRemover: true },
  { what: 'nothing', form: /^named\/\d+ count\/\S+$/ },
  { what: 'hiding', form: /^governance hidden\/(?<member>\d+)$/ },
];

const ofExchange = /^(?<member>\d+)\/[0-9a-f]{2} (?<object>\d+)$/;

/** What a record is about, or nothing where it is of nobody's concern. */
export function readChange({ key, ...record }: ItemChange): Change | undefined {
  if (isProbe(key)) return undefined;
  const removed = removedKey(key, record.after);
  const name = `${(removed ?? key).pk} ${(removed ?? key).sk}`;
  const { groups: object } = ofExchange.exec(name) ?? {};
  // An id is told apart in its own stream alone.
  const id = `${object ? 'exchange' : 'directory'}/${record.id}`;
  if (object) {
    const kind = (record.after ?? record.before)?.['kind'];
    const { member = '', object: objectId = '' } = object;
    if (kind === 'descriptor') {
      return { ...record, id, what: 'descriptor', ids: { member, descriptor: objectId } };
    }
    const what = remarkKinds.some((one) => one === kind) ? 'remark' : 'object';
    return { ...record, id, what, ids: { member, object: objectId } };
  }
  for (const { what, form, namesRemover } of forms) {
    const found = form.exec(name);
    if (!found) continue;
    if (what === 'nothing' || (namesRemover && !record.after)) return undefined;
    // How often something was removed there before is nothing that happened to what is removed now.
    const before = removed ? undefined : record.before;
    return { ...record, id, before, what, ids: { ...found.groups } };
  }
  // A key may be made of a secret's hash: what it begins with tells enough.
  return { ...record, id, what: 'other', ids: { row: key.pk.split('/')[0] ?? '' } };
}
