import { isObject, type Json, type JsonObject, resourcesOf, type Templates } from './synthesized';

export interface Statement {
  /** `<stack>/<logical id> <sid>`. */
  readonly at: string;
  readonly effect: Json | undefined;
  readonly actions: readonly string[];
  /** Readable: `Exchange.Arn`, `Directory.Arn/index/list`. */
  readonly resources: readonly string[];
}

/** Every statement of every policy document, wherever in a template it stands. */
export function statementsOf(templates: Templates): Statement[] {
  const shownBy = exportsOf(templates);
  return resourcesOf(templates).flatMap(([at, { Properties }]) =>
    findStatements(Properties).map((statement) => ({
      at: `${at} ${String(statement['Sid'] ?? '')}`.trim(),
      effect: statement['Effect'],
      actions: listOf(statement['Action'], shownBy),
      resources: listOf(statement['Resource'], shownBy),
    })),
  );
}

function findStatements(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(findStatements);
  if (!isObject(value)) return [];
  if ('Effect' in value && 'Action' in value) return [value];
  return Object.values(value).flatMap(findStatements);
}

type Exports = Readonly<Record<string, Json>>;

function exportsOf(templates: Templates): Exports {
  return Object.fromEntries(
    Object.values(templates)
      .flatMap(({ Outputs }) => Object.values(Outputs ?? {}))
      .flatMap(({ Export, Value }) => (Export ? [[Export.Name, Value]] : [])),
  );
}

function listOf(value: Json | undefined, exports: Exports): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => show(one, exports));
}

/** An intrinsic as a person would write it, hashes of logical ids left out. */
export function show(value: Json | undefined, exports: Exports = {}): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw new Error(`not a text: ${JSON.stringify(value)}`);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::ImportValue': imported, 'Fn::Join': join } = value;
  if (typeof Ref === 'string') return withoutHash(Ref);
  if (typeof imported === 'string') return show(exports[imported], exports);
  if (Array.isArray(attribute)) return withoutHash(attribute.join('.'));
  if (Array.isArray(join) && Array.isArray(join[1])) {
    return join[1].map((part) => show(part, exports)).join('');
  }
  throw new Error(`an intrinsic that no test knows: ${JSON.stringify(value)}`);
}

function withoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}(?=\.|$)/, '');
}
