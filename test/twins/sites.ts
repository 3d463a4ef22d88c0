import { join, relative } from 'node:path';
import ts from 'typescript';
import type { Bend } from './bends';
import { root } from './bundle';

/** A place in the sources where it is decided who sees what. */
export interface Site {
  readonly id: number;
  /** `search/look-up.ts:47 caller.audiences` */
  readonly name: string;
  /** The same without the line, which moves. */
  readonly place: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly bend: Bend;
  /** The site is the whole, of which this is read: `const { audiences } = caller`. */
  readonly property?: string;
  /** The site is the body of a function that is given this. */
  readonly parameter?: string;
}

/** Functions that decide about sight, and what each call of them is bent to. */
const deciding = new Map<string, Bend>([
  ['audiencesOf', 'audiences'],
  ['AudiencesOf', 'audiences'],
  ['mayAddress', 'yes'],
  ['project', 'owners'],
  ['standingIn', 'owner'],
  ['requireOwner', 'skip'],
]);

/** Modules whose every exported function that answers yes or no decides about sight, and the answer that shows more. */
const modulesOfSight = new Map<string, Bend>([
  ['core/visibility.ts', 'yes'],
  ['core/group-view.ts', 'yes'],
  ['core/governance.ts', 'no'],
]);

/**
 * What is read off a caller and a member. Whose something is, and what a member's state and class allow, is no matter
 * of sight: the matrix of roles and routes with mismatched ids (test/component/rights.test.ts) and the tests of
 * departure hold it.
 */
const telling = new Map<string, Bend>([
  ['Caller.audiences', 'audiences'],
  ['Member.groups', 'groups'],
]);

/** Every site, found by the compiler: by what a name stands for, not by how it is written. */
export function findSites(): Site[] {
  const program = programOf(root);
  const checker = program.getTypeChecker();
  const sites: Omit<Site, 'id'>[] = [];
  for (const source of program.getSourceFiles()) {
    const file = relative(join(root, 'lambdas'), source.fileName);
    if (file.startsWith('..')) continue;
    const visit = (node: ts.Node): void => {
      sites.push(...sitesOf(node, checker).map((found) => siteAt(found, source, file)));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return sites.map((site, id) => ({ id, ...site }));
}

function programOf(folder: string): ts.Program {
  const config = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile).config;
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    { ...config, include: ['lambdas'] },
    ts.sys,
    folder,
  );
  return ts.createProgram(fileNames, options);
}

interface Found {
  readonly node: ts.Node;
  readonly bend: Bend;
  readonly property?: string;
  readonly parameter?: string;
}

function siteAt({ node, ...found }: Found, source: ts.SourceFile, file: string) {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  const written = node.getText().replaceAll(/\s+/g, ' ').slice(0, 60);
  const text = found.parameter
    ? `${found.parameter}, given`
    : `${written}${found.property ? `.${found.property}` : ''}`;
  const span = { start: node.getStart(), end: node.getEnd() };
  const names = { name: `${file}:${line + 1} ${text}`, place: `${file} ${text}` };
  return { ...names, file: source.fileName, ...span, ...found };
}

function sitesOf(node: ts.Node, checker: ts.TypeChecker): Found[] {
  if (ts.isCallExpression(node)) return found(node, bendOfCall(node, checker));
  if (ts.isPropertyAccessExpression(node)) {
    return found(node, bendOfProperty(node.expression, node.name.text, checker));
  }
  return ts.isObjectBindingPattern(node) ? sitesOfPattern(node, checker) : [];
}

function found(node: ts.Node, bend: Bend | undefined): Found[] {
  return bend ? [{ node, bend }] : [];
}

/** What is taken out of a caller or a member as a whole: where that is, or at the top of the function that is given it. */
function sitesOfPattern(pattern: ts.ObjectBindingPattern, checker: ts.TypeChecker): Found[] {
  return pattern.elements.flatMap((element): Found[] => {
    const property = (element.propertyName ?? element.name).getText();
    const bend = bendOfProperty(pattern, property, checker);
    if (!bend) return [];
    const { parent } = pattern;
    if (ts.isVariableDeclaration(parent) && parent.initializer) {
      return [{ node: parent.initializer, bend, property }];
    }
    const node = ts.isParameter(parent) ? (parent.parent as ts.FunctionLikeDeclaration) : undefined;
    if (node?.body) return [{ node: node.body, bend, parameter: element.name.getText() }];
    const { fileName } = pattern.getSourceFile();
    throw new Error(`${fileName}: '${property}' is taken where it can't be bent`);
  });
}

function bendOfCall(call: ts.CallExpression, checker: ts.TypeChecker): Bend | undefined {
  const { expression } = call;
  const alias = checker.getTypeAtLocation(expression).aliasSymbol?.name ?? '';
  const symbol = original(checker.getSymbolAtLocation(expression), checker);
  const bend = deciding.get(alias) ?? deciding.get(symbol?.name ?? '');
  if (bend) return bend;
  const declaration = symbol?.declarations?.[0];
  const file = declaration?.getSourceFile().fileName ?? '';
  const [, more] = [...modulesOfSight].find(([module]) => file.endsWith(`lambdas/${module}`)) ?? [];
  // To ask the type of every call there is takes the compiler most of its time.
  if (!more) return undefined;
  const answer = checker.typeToString(checker.getTypeAtLocation(call));
  return answer === 'boolean' ? more : undefined;
}

function original(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Symbol | undefined {
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** By where the property was declared: what is picked out of a caller is still the caller's. */
function bendOfProperty(owner: ts.Node, name: string, checker: ts.TypeChecker): Bend | undefined {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(owner));
  const declaration = checker.getPropertyOfType(type, name)?.declarations?.[0]?.parent;
  const declared =
    declaration && ts.isInterfaceDeclaration(declaration) ? declaration.name.text : '';
  return telling.get(`${declared}.${name}`);
}
