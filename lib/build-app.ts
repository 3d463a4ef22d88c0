import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack } from './stacks/api-stack';
import { DataStack } from './stacks/data-stack';
import { ObservabilityStack } from './stacks/observability-stack';
import { PipelineStack } from './stacks/pipeline-stack';
import { type Stage, stageNameOf, stages } from './stage';

export interface BuildAppOptions {
  /** Where the assembly goes; the CDK's CLI names its own. */
  readonly outdir?: string;
  /** The folder of bundles, one folder a function. */
  readonly assets?: string;
  /** Whether synthesis runs cdk-nag and the template validator, which cost seconds. */
  readonly validate?: boolean;
}

/** The whole deployment of a stage, ready for `synth()`. */
export function buildApp(stageName: string, options: BuildAppOptions = {}): App {
  return buildStage(stages[stageNameOf(stageName)], options);
}

export function buildStage(
  stage: Stage,
  { outdir, assets = '.build/functions', validate = false }: BuildAppOptions,
): App {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
    context: {
      // The local cloud finds a function's code by it; the CLI sets it anyway.
      'aws:cdk:enable-asset-metadata': true,
      // A stack cannot lose what another one uses.
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
    },
    ...(outdir !== undefined && { outdir }),
  });
  if (validate) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const id = (part: string) => `Tocsin-${stage.name}-${part}`;
  const data = new DataStack(app, id('Data'), { stage });
  const api = new ApiStack(app, id('Api'), { stage, data, assets });
  const pipeline = new PipelineStack(app, id('Pipeline'), { stage, data, api, assets });
  new ObservabilityStack(app, id('Observability'), { stage, data, api, pipeline });
  return app;
}
