import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { errorFields, type Log } from './logger';

/** Runs each message by itself, all of a batch side by side; one that fails is the only one that comes back. */
export function messageHandler(
  log: Pick<Log, 'error'>,
  event: string,
  run: (message: unknown) => Promise<unknown>,
) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      Records.map(async ({ messageId, body }) => {
        try {
          await run(JSON.parse(body));
          return [];
        } catch (error) {
          log.error(event, { messageId, ...errorFields(error) });
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failed.flat() };
  };
}
