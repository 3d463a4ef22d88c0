import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The construct's path, where the template tells it; else the logical id. */
  readonly path: string;
  readonly condition: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Stack {
  readonly name: string;
  readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly exports: ReadonlyMap<string, unknown>;
  readonly resources: readonly Resource[];
}

export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder of a bundle by the key that the template names. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, { type: string; properties?: ArtifactProperties }>>;
}
interface ArtifactProperties {
  readonly templateFile?: string;
  readonly stackName?: string;
  readonly file?: string;
  readonly directoryName?: string;
}
interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}
interface RawResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}
interface RawTemplate {
  readonly Parameters?: Stack['parameters'];
  readonly Conditions?: Stack['conditions'];
  readonly Mappings?: Stack['mappings'];
  readonly Resources?: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
}

/** Reads what `cdk synth` wrote: every stack's template, and where each bundle lies. */
export function readAssembly(folder: string): Assembly {
  const manifest: Manifest = readJson(join(folder, 'manifest.json'));
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, { type, properties = {} }] of Object.entries(manifest.artifacts ?? {})) {
    if (type === 'aws:cloudformation:stack' && properties.templateFile !== undefined) {
      stacks.push(
        readStack(properties.stackName ?? id, readJson(join(folder, properties.templateFile))),
      );
    } else if (type === 'cdk:asset-manifest' && properties.file !== undefined) {
      readAssets(folder, readJson(join(folder, properties.file)), assets);
    } else if (type === 'cdk:cloud-assembly' && properties.directoryName !== undefined) {
      const nested = readAssembly(join(folder, properties.directoryName));
      stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) assets.set(key, path);
    }
  }
  return { stacks, assets };
}

function readStack(name: string, template: RawTemplate): Stack {
  const exports = new Map<string, unknown>();
  for (const output of Object.values(template.Outputs ?? {})) {
    if (output.Export) exports.set(output.Export.Name, output.Value);
  }
  return {
    name,
    parameters: template.Parameters ?? {},
    conditions: template.Conditions ?? {},
    mappings: template.Mappings ?? {},
    exports,
    resources: Object.entries(template.Resources ?? {}).map(([logicalId, raw]) => ({
      stack: name,
      logicalId,
      type: raw.Type,
      path: raw.Metadata?.['aws:cdk:path'] ?? logicalId,
      condition: raw.Condition,
      properties: raw.Properties ?? {},
    })),
  };
}

function readAssets(folder: string, manifest: AssetManifest, assets: Map<string, string>): void {
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    for (const { objectKey } of Object.values(destinations)) {
      if (source.path !== undefined) assets.set(objectKey, join(folder, source.path));
    }
  }
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
