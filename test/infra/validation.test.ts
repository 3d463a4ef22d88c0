import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildApp } from '../../lib/build-app';
import { placeholderBundles } from './synthesized';

const assets = placeholderBundles();

function acknowledgements(app: App) {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .map(({ data }) => ({ path: node.path, data: JSON.stringify(data) })),
    );
}

describe('cdk-nag and the template validator', () => {
  it.each(['dev', 'prod'])('find nothing in %s that is not acknowledged', (stage) => {
    const outdir = mkdtempSync(join(tmpdir(), 'tocsin-valid-'));

    buildApp(stage, { outdir, assets, validate: true }).synth();

    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(report.pluginReports).toEqual([]);
  });

  it('would find a queue that is left open', () => {
    const app = buildApp('dev', { assets });
    new Queue(new Stack(app, 'Careless'), 'Open');

    const { violations } = new AwsSolutionsChecks(app).validateScope(app);

    expect(violations.map(({ ruleName }) => ruleName)).toEqual([
      'AwsSolutions-SQS3',
      'AwsSolutions-SQS4',
    ]);
  });

  it('are answered a few times, each with a reason', () => {
    const found = acknowledgements(buildApp('prod', { assets }));

    expect(found.map(({ path }) => path)).toEqual([
      'Tocsin-prod-Data/Keys',
      'Tocsin-prod-Data/WebhookKeys',
      'Tocsin-prod-Data/Limits',
      'Tocsin-prod-Data/AuditParked',
      'Tocsin-prod-Data/MatchedParked',
      'Tocsin-prod-Data/DeliveriesParked',
      'Tocsin-prod-Data/IndexerParked',
      'Tocsin-prod-Data/MatcherParked',
      'Tocsin-prod-Data/Artifacts',
      'Tocsin-prod-Api/Api',
    ]);
    for (const { data } of found) expect(data).toMatch(/AwsSolutions-\w+.*"[^"]{30,}"/);
  });
});
