import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly, Resource } from './assembly';
import { physicalName } from './attributes';
import { arn, region } from './place';
import { Properties } from './properties';

/** One function of the template, ready to be started. */
export interface LocalFunction {
  readonly name: string;
  readonly arn: string;
  /** Empty where the template has none. */
  readonly description: string;
  readonly resource: Resource;
  readonly file: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

export function readFunction(
  resource: Resource,
  values: unknown,
  assembly: Assembly,
  extra: Readonly<Record<string, string>>,
): LocalFunction {
  const properties = new Properties(resource, values);
  if (!/^nodejs\d+\.x$/.test(properties.text('Runtime'))) properties.refuse('Runtime');
  const [module = '', exportName = ''] = properties.text('Handler').split('.');
  const name = physicalName(resource);
  const reserved = properties.values['ReservedConcurrentExecutions'];
  return {
    name,
    arn: arn('lambda', `function:${name}`),
    description: properties.text('Description', ''),
    resource,
    file: codeFile(properties, assembly, module),
    exportName,
    timeoutSeconds: properties.number('Timeout', 3),
    memoryMegabytes: properties.number('MemorySize', 128),
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    environment: {
      ...textValues(properties.child('Environment').child('Variables')),
      ...extra,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.number('MemorySize', 128)),
      AWS_EXECUTION_ENV: `AWS_Lambda_${properties.text('Runtime')}`,
      LAMBDA_TASK_ROOT: '/var/task',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TZ: ':UTC',
    },
  };
}

function codeFile(properties: Properties, assembly: Assembly, module: string): string {
  const code = properties.child('Code');
  code.onlyNames(['S3Bucket', 'S3Key']);
  const folder = assembly.assets.get(code.text('S3Key'));
  if (folder === undefined) return code.refuse('S3Key');
  for (const ending of ['.js', '.mjs', '.cjs']) {
    const file = join(folder, `${module}${ending}`);
    if (existsSync(file)) return file;
  }
  throw new Error(`${properties.whose}: no ${module}.js, .mjs or .cjs in ${folder}`);
}

function textValues({ values }: Properties): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
