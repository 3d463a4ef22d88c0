import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/build-app';

// A throw-away app reads the context that the CLI passes: `-c stage=prod`.
const stage: unknown = new App({ autoSynth: false }).node.tryGetContext('stage') ?? 'dev';
try {
  buildApp(String(stage), { validate: true }).synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
