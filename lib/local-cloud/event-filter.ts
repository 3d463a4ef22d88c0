import { isRecord } from './properties';

export type Filter = (value: unknown) => boolean;

/** Reads an event source's filter pattern; an operator that it does not know is an error at start. */
export function readFilter(pattern: unknown): Filter {
  if (Array.isArray(pattern)) return anyOf(pattern.map(readRule));
  if (!isRecord(pattern)) throw new Error(`a filter wants an object: ${JSON.stringify(pattern)}`);
  const parts = Object.entries(pattern).map(([key, inner]): Filter => {
    if (key !== '$or') {
      const filter = readFilter(inner);
      return (value) => filter(isRecord(value) ? value[key] : undefined);
    }
    if (!Array.isArray(inner)) throw new Error("a filter's $or wants a list");
    return anyOf(inner.map(readFilter));
  });
  return (value) => parts.every((part) => part(value));
}

function anyOf(filters: readonly Filter[]): Filter {
  return (value) => filters.some((filter) => filter(value));
}

function readRule(rule: unknown): Filter {
  if (!isRecord(rule)) return (value) => value === rule;
  const [operator = '', argument] = Object.entries(rule)[0] ?? [];
  const make = operators[operator];
  if (!make || Object.keys(rule).length !== 1) {
    throw new Error(`the local cloud does not understand the filter ${JSON.stringify(rule)}`);
  }
  return make(argument);
}

const operators: Readonly<Record<string, (argument: unknown) => Filter>> = {
  prefix: (argument) => onText((text) => text.startsWith(plainText(argument))),
  suffix: (argument) => onText((text) => text.endsWith(plainText(argument))),
  'equals-ignore-case': (argument) =>
    onText((text) => text.toLowerCase() === plainText(argument).toLowerCase()),
  exists: (argument) => (value) => (value !== undefined) === (argument === true),
  'anything-but': (argument) => {
    const refused = readFilter(Array.isArray(argument) ? argument : [argument]);
    return (value) => value !== undefined && !refused(value);
  },
  numeric: readNumeric,
};

function onText(test: (text: string) => boolean): Filter {
  return (value) => typeof value === 'string' && test(value);
}

function plainText(argument: unknown): string {
  if (typeof argument === 'string') return argument;
  throw new Error(`the local cloud does not understand the filter's ${JSON.stringify(argument)}`);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function readNumeric(argument: unknown): Filter {
  const parts = Array.isArray(argument) ? argument : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = comparisons[String(parts[index])];
    if (!compare) throw new Error(`the local cloud does not understand numeric ${parts[index]}`);
    const bound = Number(parts[index + 1]);
    tests.push((value) => compare(value, bound));
  }
  return (value) => {
    const number = typeof value === 'number' ? value : Number.NaN;
    return !Number.isNaN(number) && tests.every((test) => test(number));
  };
}
