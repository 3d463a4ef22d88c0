import type { LambdaClient, LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { z } from 'zod';
import { type Arguments, exitCodes, Failure, type Io, interrupted, usage } from '../command';
import { endpointsPath, readEndpoints } from './endpoints-file';
import { findFunction } from './find-function';

/** The functions of one exchange that only its operators may invoke. */
export interface OperatorFunctions {
  /** By the name that its description ends with. What it answers must be a `reply`. */
  invoke<S extends z.ZodType>(name: string, payload: unknown, reply: S): Promise<z.output<S>>;
  close(): void;
}

/** A function may run for 15 minutes, and says nothing until it has ended. */
const longestSilenceMilliseconds = 905_000;

/** Those of a deployment by IAM with `--stage`, else those of the exchange that runs on this machine. */
export async function connectFunctions(args: Arguments, io: Io): Promise<OperatorFunctions> {
  const stage = args.one('stage');
  const local = stage === undefined ? localCloud(io) : {};
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const requestHandler = { socketTimeout: longestSilenceMilliseconds };
  const client = new LambdaClient({ ...local, requestHandler });
  return {
    async invoke(name, payload, reply) {
      try {
        const given = args.one('function') ?? (await findFunction(client, name, stage));
        return understood(name, reply, await answerOf(client, given, payload, io));
      } catch (error) {
        throw failureOf(error, stage, io);
      }
    },
    close: () => client.destroy(),
  };
}

function localCloud(io: Io): LambdaClientConfig {
  const endpoints = readEndpoints(io);
  if (!endpoints) {
    throw usage(
      `which exchange? Give --stage NAME for a deployment, or start this machine's with npm start, which writes ${endpointsPath(io)}`,
    );
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: endpoints.lambda, region: 'us-east-1', credentials };
}

async function answerOf(
  client: LambdaClient,
  FunctionName: string,
  payload: unknown,
  { signal }: Io,
): Promise<unknown> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const input = { FunctionName, Payload: Buffer.from(JSON.stringify(payload)) };
  const answer = await client.send(new InvokeCommand(input), { abortSignal: signal });
  // Its message may hold what members wrote: that stays in the log.
  if (answer.FunctionError) throw failed(`${FunctionName} failed; its log says why`);
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
}

function understood<S extends z.ZodType>(name: string, reply: S, answer: unknown): z.output<S> {
  const parsed = reply.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw failed(
    `the ${name} function answered what this command does not know: are both of one version?`,
  );
}

function failed(message: string): Failure {
  return new Failure(exitCodes.failed, message);
}

const deniedNames = /AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|Credentials/;

function failureOf(error: unknown, stage: string | undefined, io: Io): Failure {
  if (error instanceof Failure) return error;
  if (io.signal.aborted) return interrupted();
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (stage !== undefined) {
    const code = deniedNames.test(name) ? exitCodes.unauthorised : exitCodes.failed;
    return new Failure(code, `AWS: ${name}: ${message}`);
  }
  if (!/ECONNREFUSED/.test(`${name} ${message}`))
    return failed(`the local cloud: ${name}: ${message}`);
  return failed(`nothing answers where ${endpointsPath(io)} says: start it with npm start`);
}
