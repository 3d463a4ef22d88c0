import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bentText } from './bends';
import { root } from './bundle';
import type { Site } from './sites';

/** The name under which the bundle finds what bends it. */
export const bender = 'tocsinBend';

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** How long what it is put around is: the longer stands outside. */
  readonly length: number;
  readonly isEnd: boolean;
}

/** Puts a switch around every site, so that one bundle can be bent at each of them in turn. */
export function bendable(sites: readonly Site[]): Plugin {
  const byFile = Map.groupBy(sites, ({ file }) => file);
  return {
    name: 'bendable',
    setup({ onLoad }) {
      const filter = new RegExp(`^${join(root, 'lambdas')}/.*\\.ts$`);
      onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return { contents: withSwitches(source, byFile.get(path) ?? []), loader: 'ts' };
      });
    },
  };
}

function withSwitches(source: string, sites: readonly Site[]): string {
  const insertions = sites.flatMap((site): Insertion[] => {
    const { start, end } = site;
    const { before, after } = switchAround(site, source.slice(start, end));
    const place = { length: end - start };
    return [
      { ...place, at: start, text: before, isEnd: false },
      { ...place, at: end, text: after, isEnd: true },
    ];
  });
  const inOrder = insertions.sort(
    (a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd) || lengthOrder(a, b),
  );
  let [bendableSource, done] = ['', 0];
  for (const { at, text } of inOrder) {
    bendableSource += source.slice(done, at) + text;
    done = at;
  }
  return bendableSource + source.slice(done);
}

function switchAround({ id, bend, property, parameter }: Site, text: string) {
  const call = `globalThis.${bender}(${id}, () => (`;
  if (parameter !== undefined) {
    const set = `${parameter} = ${call}${parameter}))`;
    if (!text.startsWith('{')) return { before: `(${set}, (`, after: '))' };
    return { before: `{ ${set};`, after: '}' };
  }
  const other = bend === 'owners' ? `() => (${bentText(text, bend)})` : 'undefined';
  const after = `), ${other}, ${JSON.stringify(property)})`;
  if (!/\bawait\b/.test(text)) return { before: call, after };
  const waiting = call.replace('() =>', 'async () =>');
  return { before: `(await ${waiting}`, after: `${after})` };
}

/** What begins together begins with the longest, and what ends together ends with it. */
function lengthOrder(a: Insertion, b: Insertion): number {
  return a.isEnd ? a.length - b.length : b.length - a.length;
}
