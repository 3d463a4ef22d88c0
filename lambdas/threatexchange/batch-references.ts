import { badParameter } from './graph-error';

const reference = /\{result=([^:{}]+):\$([^{}]*)\}/g;

/** The names that a text takes something from. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(reference)].map(([, name = '']) => name);
}

/**
 * `{result=name:$.data.*.id}` is what an item of that name answered before: the values that the path leads to, with
 * commas between them.
 */
export function resolveReferences(text: string, answers: ReadonlyMap<string, string>): string {
  return text.replace(reference, (_, name: string, path: string) => {
    const answer = answers.get(name);
    if (answer === undefined) throw badParameter('batch', 'refers to a name that has no answer.');
    const found = valuesAt(JSON.parse(answer), path).filter((one) => typeof one !== 'object');
    if (found.length === 0) throw badParameter('batch', 'refers to what an answer does not have.');
    return found.map((one) => encodeURIComponent(String(one))).join(',');
  });
}

const step = /^(?:\.(\w+|\*)|\[(\d+|\*)\])/;

function valuesAt(value: unknown, path: string): unknown[] {
  if (path === '') return [value];
  const [whole, member, index] = step.exec(path) ?? [];
  if (whole === undefined)
    throw badParameter('batch', 'has a path like $.data.*.id in a reference.');
  return membersOf(value, member ?? index ?? '').flatMap((one) =>
    valuesAt(one, path.slice(whole.length)),
  );
}

function membersOf(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (name === '*') return Object.values(value);
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
}
