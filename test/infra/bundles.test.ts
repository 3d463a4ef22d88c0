import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../bin/build';
import { functionNames } from '../../lib/functions';
import { stages } from '../../lib/stage';
import { isObject, propertiesOf, synthesize } from './synthesized';

const assets = join(mkdtempSync(join(tmpdir(), 'tocsin-real-')), '.build');
const building = buildFunctions({ outdir: assets });
const deployed = propertiesOf(synthesize(stages.dev), 'AWS::Lambda::Function');

/** The environment as deployed, with a word in place of what only a deployment knows. */
function environmentOf(name: string): Record<string, string> {
  const found = deployed.find(({ Description }) => Description === `Tocsin dev: ${name}`)?.[
    'Environment'
  ];
  const variables = isObject(found) ? found['Variables'] : undefined;
  if (!isObject(variables)) throw new Error(`${name} has no environment`);
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : 'known-when-deployed',
    ]),
  );
}

describe('a bundle', () => {
  it.each(functionNames)('%s starts with the environment that its stack gives', async (name) => {
    await building;
    const bundle = JSON.stringify(join(assets, name));
    const start = `
      let said;
      try { said = typeof require(${bundle}).handler } catch ({ message }) { said = message }
      process.stdout.write(said, () => process.exit());
    `;

    const exported = execFileSync(process.execPath, ['-e', start], {
      env: {
        ...environmentOf(name),
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      },
      encoding: 'utf8',
    });

    expect(exported).toBe('function');
  });
});
