import type { LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { type Arguments, type ExitCode, exitCodes, Failure, type Io, usage } from '../command';
import { credentialsPath } from '../credentials-file';
import { print } from '../printable';
import { findBootstrapFunction } from './find-function';

const answer = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('created'), operatorId: z.string(), token: z.string() }),
  z.looseObject({ status: z.literal('already_bootstrapped'), operatorId: z.string() }),
]);

/** `tocsin bootstrap --stage NAME`: the operator's credential, which is shown this once. */
export async function bootstrap(args: Arguments, io: Io): Promise<ExitCode> {
  const stage = args.one('stage');
  if (stage === undefined) {
    throw usage(
      `which stage? Give --stage dev or --stage prod. A local cloud needs no bootstrap: npm start writes its credentials to ${credentialsPath(io)}`,
    );
  }
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient();
  try {
    const name = args.one('function') ?? (await findBootstrapFunction(client, stage));
    return await show(await invoke(client, name), args.has('json'), io);
  } catch (error) {
    throw error instanceof Failure ? error : awsFailure(error);
  } finally {
    client.destroy();
  }
}

async function invoke(client: LambdaClient, FunctionName: string) {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName }));
  if (FunctionError) throw failed(`${FunctionName} failed (${FunctionError}); its log says why`);
  const parsed = answer.safeParse(JSON.parse(Buffer.from(Payload ?? []).toString() || 'null'));
  if (!parsed.success)
    throw failed(`${FunctionName} did not answer as the bootstrap function does`);
  return parsed.data;
}

async function show(reply: z.output<typeof answer>, isJson: boolean, io: Io): Promise<ExitCode> {
  if (isJson) await print(io.stdout, JSON.stringify(reply));
  if (reply.status === 'already_bootstrapped') {
    await print(
      io.stderr,
      `the operator ${reply.operatorId} has its credential already: it was shown once and cannot be shown again`,
    );
    return exitCodes.refused;
  }
  if (!isJson) await print(io.stdout, reply.token);
  await print(
    io.stderr,
    `this is the credential of the operator ${reply.operatorId}: keep it in a secret store now, it is not shown again`,
  );
  return exitCodes.ok;
}

function failed(message: string): Failure {
  return new Failure(exitCodes.failed, message);
}

const deniedNames = /AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|Credentials/;

function awsFailure(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = deniedNames.test(name) ? exitCodes.unauthorised : exitCodes.failed;
  return new Failure(code, `AWS: ${name}: ${message}`);
}
