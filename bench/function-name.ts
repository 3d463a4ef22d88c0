import { type FunctionName, functionNames, functions } from '../lib/functions';

/** A part of the physical name that the template gives a function, and no other. */
export function physicalPart(name: FunctionName): string {
  return `-${functions[name].id}Function`;
}

/** `publish`, of its physical name; any other name stays as it is. */
export function functionName(physical: string): string {
  return functionNames.find((name) => physical.includes(physicalPart(name))) ?? physical;
}
