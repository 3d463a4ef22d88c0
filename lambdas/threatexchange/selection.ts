import { badParameter } from './graph-error';

/** A field that is asked for, with how and what of it. */
export interface Selected {
  readonly name: string;
  readonly modifiers: Readonly<Record<string, string>>;
  readonly inner: Selection | undefined;
}

export type Selection = readonly Selected[];

const deepest = 6;
const most = 200;

/** `a,b.limit(5){c{d}},e`: what is unknown in it is left out later, what can't be read is refused. */
export function readSelection(written: string | undefined): Selection | undefined {
  if (written === undefined || written.trim() === '') return undefined;
  const reader = { text: written.replace(/\s+/g, ''), at: 0, count: 0 };
  const selection = readFields(reader, 0);
  if (reader.at < reader.text.length) throw unreadable();
  return selection;
}

export function selectionOf(names: readonly string[]): Selection {
  return names.map((name) => ({ name, modifiers: {}, inner: undefined }));
}

/** As it could be asked for again. */
export function writeSelection(selection: Selection): string {
  return selection
    .map(({ name, modifiers, inner }) => {
      const how = Object.entries(modifiers).map(([key, value]) => `.${key}(${value})`);
      return `${name}${how.join('')}${inner ? `{${writeSelection(inner)}}` : ''}`;
    })
    .join(',');
}

interface Reader {
  readonly text: string;
  at: number;
  count: number;
}

function readFields(reader: Reader, depth: number): Selection {
  if (depth > deepest) throw badParameter('fields', `is nested deeper than ${deepest}.`);
  const fields: Selected[] = [];
  for (;;) {
    const [name] = /^\w*/.exec(reader.text.slice(reader.at)) ?? [''];
    reader.at += name.length;
    reader.count += 1;
    if (reader.count > most) throw badParameter('fields', `names more than ${most} fields.`);
    const modifiers = readModifiers(reader);
    const inner = readInner(reader, depth);
    if (name !== '') fields.push({ name, modifiers, inner });
    if (reader.text[reader.at] !== ',') return fields;
    reader.at += 1;
  }
}

function readModifiers(reader: Reader): Record<string, string> {
  const modifiers: Record<string, string> = {};
  for (;;) {
    const found = /^\.(\w+)\(([^()]*)\)/.exec(reader.text.slice(reader.at));
    if (!found) return modifiers;
    const [whole, name = '', value = ''] = found;
    modifiers[name] = value;
    reader.at += whole.length;
  }
}

function readInner(reader: Reader, depth: number): Selection | undefined {
  if (reader.text[reader.at] !== '{') return undefined;
  reader.at += 1;
  const inner = readFields(reader, depth + 1);
  if (reader.text[reader.at] !== '}') throw unreadable();
  reader.at += 1;
  return inner;
}

function unreadable() {
  return badParameter('fields', 'must be names with commas, like id,owner{id,name}.');
}
