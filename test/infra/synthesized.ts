import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildStage } from '../../lib/build-app';
import { functionNames } from '../../lib/functions';
import type { Stage } from '../../lib/stage';

export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject;
  readonly DeletionPolicy?: string;
}

export interface Output {
  readonly Value: Json;
  readonly Export?: { readonly Name: string };
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

/** Templates by the stack's last word: Data, Api, Pipeline, Observability. */
export type Templates = Readonly<Record<string, StackTemplate>>;

/** A bundle in name only for every function: synthesis asks for no more. */
export function placeholderBundles(): string {
  const assets = mkdtempSync(join(tmpdir(), 'tocsin-bundles-'));
  for (const name of functionNames) {
    mkdirSync(join(assets, name));
    writeFileSync(join(assets, name, 'index.js'), `exports.handler = () => '${name}';`);
  }
  return assets;
}

export function synthesize(stage: Stage, assets = placeholderBundles()): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'tocsin-synth-'));
  const { stacks } = buildStage(stage, { outdir, assets }).synth();
  return Object.fromEntries(
    stacks.map(({ stackName, template }): [string, StackTemplate] => [
      stackName.replace(/^.*-/, ''),
      template,
    ]),
  );
}

/** Every resource of a type in every stack, by `<stack>/<logical id>`. */
export function resourcesOf(templates: Templates, type?: string): [string, Resource][] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]): [string, Resource] => [`${stack}/${id}`, resource]),
  );
}

export function propertiesOf(templates: Templates, type: string): JsonObject[] {
  return resourcesOf(templates, type).map(([, { Properties }]) => Properties);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
