import { mapSome } from './map-some';
import { type Selected, type Selection, selectionOf } from './selection';

/** An object of the graph: how each of its fields is made, and which are shown unasked. */
export interface GraphNode {
  readonly id: string;
  readonly defaults: readonly string[];
  readonly fields: Readonly<Record<string, (asked: Selected) => unknown>>;
}

type Shown = Record<string, unknown>;

/** What was asked of a node; what it has not is left out, and never null. Its id is always told. */
export async function renderNode(node: GraphNode, selection?: Selection): Promise<Shown> {
  const asked = selection ?? selectionOf(node.defaults);
  const made = await Promise.all(
    asked.map(async (one) => [one.name, await own(node.fields, one.name)?.(one)] as const),
  );
  const told = made.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return { id: node.id, ...Object.fromEntries(told) };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** So many at a time: a field may be read for each of them. */
export async function renderAll(
  nodes: readonly GraphNode[],
  selection?: Selection,
): Promise<Shown[]> {
  const shown = await mapSome(nodes, (node) => renderNode(node, selection));
  return shown.map(([, one]) => one);
}
