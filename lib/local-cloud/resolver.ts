import type { Assembly, Resource, Stack } from './assembly';
import { account, region } from './place';

/** The value of a resource's attribute; of the reference itself when no attribute is named. */
export type AttributeOf = (resource: Resource, attribute: string | undefined) => unknown;

const noValue = Symbol('AWS::NoValue');

/** Turns the template's expressions into values; one that it does not know is an error by name. */
export class Resolver {
  private readonly assembly: Assembly;
  private readonly attributeOf: AttributeOf;

  constructor(assembly: Assembly, attributeOf: AttributeOf) {
    this.assembly = assembly;
    this.attributeOf = attributeOf;
  }

  resolve(value: unknown, stackName: string): unknown {
    const stack = this.assembly.stacks.find(({ name }) => name === stackName);
    if (!stack) throw new Error(`no stack ${stackName}`);
    const resolved = this.value(value, stack);
    return resolved === noValue ? undefined : resolved;
  }

  isPresent({ condition, stack }: Resource): boolean {
    return condition === undefined || this.resolve({ Condition: condition }, stack) === true;
  }

  private value(value: unknown, stack: Stack): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.value(item, stack)).filter((item) => item !== noValue);
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (first && entries.length === 1 && isIntrinsic(first[0], first[1])) {
      return this.intrinsic(first[0], first[1], stack);
    }
    const resolved = entries.map(([key, item]) => [key, this.value(item, stack)] as const);
    return Object.fromEntries(resolved.filter(([, item]) => item !== noValue));
  }

  private intrinsic(name: string, argument: unknown, stack: Stack): unknown {
    const items = () => list(name, this.value(argument, stack));
    switch (name) {
      case 'Ref':
        return this.reference(String(argument), stack);
      case 'Fn::GetAtt':
        return this.attribute(argument, stack);
      case 'Fn::Sub':
        return this.substitute(argument, stack);
      case 'Fn::Join':
        return list(name, items()[1]).join(String(items()[0]));
      case 'Fn::Select':
        return list(name, items()[1])[Number(items()[0])];
      case 'Fn::Split':
        return String(items()[1]).split(String(items()[0]));
      case 'Fn::ImportValue':
        return this.imported(String(this.value(argument, stack)));
      case 'Fn::FindInMap':
        return this.mapped(items().map(String), stack);
      default:
        return this.condition(name, argument, stack);
    }
  }

  private condition(name: string, argument: unknown, stack: Stack): unknown {
    const items = () => list(name, this.value(argument, stack));
    switch (name) {
      case 'Fn::If': {
        const [which, yes, no] = list(name, argument);
        return this.value(this.value({ Condition: which }, stack) === true ? yes : no, stack);
      }
      case 'Fn::Equals':
        return String(items()[0]) === String(items()[1]);
      case 'Fn::Not':
        return items()[0] !== true;
      case 'Fn::And':
        return items().every((item) => item === true);
      case 'Fn::Or':
        return items().some((item) => item === true);
      case 'Condition': {
        const expression = stack.conditions[String(argument)];
        if (expression === undefined) throw new Error(`no condition ${argument} in ${stack.name}`);
        return this.value(expression, stack);
      }
      default:
        throw new Error(`${stack.name}: the local cloud does not understand ${name}`);
    }
  }

  private reference(name: string, stack: Stack): unknown {
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
    if (name === 'AWS::StackName') return stack.name;
    if (name === 'AWS::StackId')
      return `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/local`;
    if (name.startsWith('AWS::'))
      throw new Error(`${stack.name}: the local cloud does not understand Ref ${name}`);
    const parameter = stack.parameters[name];
    if (parameter) {
      if (parameter.Default === undefined)
        throw new Error(`${stack.name}: parameter ${name} has no default`);
      return parameter.Default;
    }
    return this.attributeOf(this.resource(name, stack), undefined);
  }

  private attribute(argument: unknown, stack: Stack): unknown {
    const [name = '', ...attribute] = Array.isArray(argument)
      ? argument.map((part) => String(this.value(part, stack)))
      : String(argument).split('.');
    return this.attributeOf(this.resource(name, stack), attribute.join('.'));
  }

  private resource(logicalId: string, stack: Stack): Resource {
    const found = stack.resources.find((resource) => resource.logicalId === logicalId);
    if (!found) throw new Error(`${stack.name}: nothing is called ${logicalId}`);
    return found;
  }

  private substitute(argument: unknown, stack: Stack): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const values: Record<string, unknown> = isObject(variables) ? variables : {};
    return String(text).replace(/\$\{([^}]*)\}/g, (_match, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(values, name)) return String(this.value(values[name], stack));
      return String(name.includes('.') ? this.attribute(name, stack) : this.reference(name, stack));
    });
  }

  private imported(name: string): unknown {
    for (const stack of this.assembly.stacks) {
      if (stack.exports.has(name)) return this.value(stack.exports.get(name), stack);
    }
    throw new Error(`no stack exports ${name}`);
  }

  private mapped([map = '', first = '', second = '']: readonly string[], stack: Stack): unknown {
    const found = stack.mappings[map]?.[first]?.[second];
    if (found === undefined) throw new Error(`${stack.name}: nothing at ${map}.${first}.${second}`);
    return found;
  }
}

const pseudoParameters: Readonly<Record<string, unknown>> = {
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': noValue,
};

// A policy's `Condition` is an object, a template's is the name of one.
function isIntrinsic(key: string, argument: unknown): boolean {
  return (
    key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof argument === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function list(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${name} wants a list`);
}
