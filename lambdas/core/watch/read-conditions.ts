import type { Audience } from '../audience';
import { blockOf } from '../blocks';
import { indicatorTypes } from '../indicator/indicator-type';
import { registrableDomain } from '../indicator/registrable-domain';
import { DomainError } from '../problem';
import { readQ, type Target } from '../search/read-q';
import {
  type Condition,
  valueCount,
  valueFields,
  type WrittenCondition as Written,
  watchLimits,
} from './condition';
import { postingsOf } from './postings';

/** Conditions as they are kept, or a refusal that says which of them, and why. */
export function readConditions(written: readonly Written[]): Condition[] {
  const conditions = written.map((one, at) => readCondition(one, `/conditions/${at}`));
  refuseTooMany(conditions);
  refuseEverything(conditions);
  return conditions;
}

function readCondition(written: Written, pointer: string): Condition {
  const { exact, below, inside, contains, tags, audiences, ...others } = written;
  const named = valueFields.filter((field) => written[field]);
  if (named.length > 1) {
    throw refused(`${named.join(' and ')} are alternatives: write a condition for each.`, pointer);
  }
  const read = <T>(list: readonly string[] | undefined, name: string, one: (text: string) => T) =>
    list && {
      [name]: distinct(
        list.map((text, at) => pointedAt(`${pointer}/${name}/${at}`, () => one(text))),
      ),
    };
  const condition: Condition = {
    ...(exact && { exact: readExact(exact, written.types, `${pointer}/exact`) }),
    ...read(below, 'below', readDomain),
    ...read(inside, 'inside', (text) => readBlock(text, 'inside')),
    ...read(contains, 'contains', (text) => readBlock(text, 'contains')),
    ...read(tags, 'tags', readTag),
    ...(audiences && { audiences: audiences as Audience[] }),
    ...others,
  };
  refuseUnanchored(condition, pointer);
  refuseLongRest(condition, pointer);
  return condition;
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}

function readExact(values: readonly string[], types: Written['types'], pointer: string): Target[] {
  const targets = values.flatMap((text, at) =>
    pointedAt(`${pointer}/${at}`, () => {
      const { wanted } = readQ(text, 'exact', types);
      return wanted.mode === 'exact' ? wanted.targets : [];
    }),
  );
  return distinct(targets);
}

/** The suffix list decides, its private section too: below `duckdns.org` each name is somebody else's. */
function readDomain(text: string): string {
  const { wanted } = readQ(text, 'below');
  const host = wanted.mode === 'below' ? wanted.host : '';
  if (blockOf(host)) throw new DomainError('field.invalid', 'An address: take inside.');
  if (registrableDomain({ type: 'DOMAIN', value: host }) === undefined) {
    throw new DomainError(
      'watch.too_wide',
      'This is a public suffix: anybody can register a name below it. Name a domain below it.',
    );
  }
  return host;
}

function readBlock(text: string, mode: 'inside' | 'contains'): string {
  const { wanted } = readQ(text, mode);
  const cidr = wanted.mode === 'inside' || wanted.mode === 'contains' ? wanted.cidr : '';
  const block = blockOf(cidr);
  const widest = block?.isV4 ? watchLimits.widestV4 : watchLimits.widestV6;
  if (!block || block.length < widest) {
    throw new DomainError(
      'watch.too_wide',
      `A subnet is at most as wide as /${watchLimits.widestV4} (IPv4) or /${watchLimits.widestV6} (IPv6).`,
    );
  }
  return cidr;
}

function readTag(text: string): string {
  const tag = text.normalize('NFC').trim();
  if (tag === '') throw new DomainError('field.invalid', 'A tag is not blank.');
  return tag;
}

/** Says of what fails where it stands. */
function pointedAt<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.message, { pointer, extra: error.extra });
  }
}

function refuseUnanchored(condition: Condition, pointer: string): void {
  const { tags, types, owners, audiences, mine } = condition;
  if (Object.keys(condition).length === 0) {
    throw new DomainError('watch.empty', 'It says nothing: name what is watched.', { pointer });
  }
  const hasValues = valueFields.some((field) => condition[field]);
  if (mine) refuseMoreThanMine(condition, pointer);
  if (mine || hasValues || tags || types || owners) return;
  if (audiences?.every((audience) => audience !== 'community')) return;
  throw everything(pointer);
}

function refuseMoreThanMine({ mine: _, audiences, types, ...more }: Condition, pointer: string) {
  const [other] = Object.keys(more);
  if (other)
    throw refused(`With mine, ${other} says nothing: only audiences and types do.`, pointer);
}

/** Every type, condition by condition, is everything too. */
function refuseEverything(conditions: readonly Condition[]): void {
  const bare = conditions.filter((one) => Object.keys(one).every((field) => field === 'types'));
  const types = new Set(bare.flatMap(({ types = [] }) => types));
  if (types.size === indicatorTypes.length) throw everything('/conditions');
}

function refuseTooMany(conditions: readonly Condition[]): void {
  const { values, conditionBytes } = watchLimits;
  if (valueCount(conditions) > values) {
    throw new DomainError('watch.too_many_values', `A watch has at most ${values} values.`, {
      ...{ pointer: '/conditions', extra: { most: values } },
    });
  }
  if (Buffer.byteLength(JSON.stringify(conditions)) > conditionBytes) {
    throw new DomainError(
      'watch.too_many_values',
      'They are over 3 MB: make several watches of it.',
      {
        ...{ pointer: '/conditions', extra: { mostBytes: conditionBytes } },
      },
    );
  }
}

function refuseLongRest(condition: Condition, pointer: string): void {
  const [longest = 0] = postingsOf('0', [condition])
    .map(({ rest }) => Buffer.byteLength(rest))
    .sort((a, b) => b - a);
  if (longest <= watchLimits.restBytes) return;
  throw refused(
    'It says more than 1 KB beside its values: make several conditions of it.',
    pointer,
  );
}

function everything(pointer: string): DomainError {
  return new DomainError(
    'watch.too_wide',
    'It would match everything: name a value, a tag, a type, an owner or a group.',
    { pointer },
  );
}

function refused(detail: string, pointer: string): DomainError {
  return new DomainError('field.invalid', detail, { pointer });
}
