import {
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import type { Attempt, Draw, Fault } from './hostile';

const message = 'the test made this fault';
const metadata = { message, $metadata: {} };

/** Counts attempts by command; a fault that does nothing. */
export interface Counted {
  readonly fault: Fault;
  calls: number;
}

export function counting(): Counted {
  const counted: Counted = {
    calls: 0,
    fault: (_, pass) => {
      counted.calls += 1;
      return pass();
    },
  };
  return counted;
}

/** Refuses a share of all calls for want of capacity, in each of the ways in which DynamoDB says so. */
export function throttling(share: number, draw: Draw): Fault {
  return async (attempt, pass) => {
    if (draw() >= share) return pass();
    if (isTransaction(attempt) && draw() < 0.5) throw cancelled(attempt, 'ThrottlingError');
    throw draw() < 0.5
      ? new ThrottlingException(metadata)
      : new ProvisionedThroughputExceededException(metadata);
  };
}

/** Lets a share of the writes through and loses the answer, be it yes or no. */
export function losingAnswers(share: number, draw: Draw): Fault {
  return async (attempt, pass) => {
    if (!isWrite(attempt) || draw() >= share) return pass();
    await pass().catch(() => undefined);
    throw timeout();
  };
}

/** What DynamoDB says to a share of the writes when others are at the same items. */
export function conflicting(share: number, draw: Draw): Fault {
  return async (attempt, pass) => {
    if (!isWrite(attempt) || draw() >= share) return pass();
    if (!isTransaction(attempt)) throw new TransactionConflictException(metadata);
    if (draw() < 0.3) throw new TransactionInProgressException({ ...metadata, Message: message });
    throw cancelled(attempt, 'TransactionConflict');
  };
}

/** Keeps every answer back for a few turns of the event loop, so that what runs at once takes turns. */
export function dawdling(draw: Draw): Fault {
  return async (_, pass) => {
    const output = await pass();
    for (let turn = Math.floor(draw() * 6); turn > 0; turn--) await nextTurn();
    return output;
  };
}

/** A process that dies at its n-th call (of those that count), before or after the effect; nothing that it tries later happens. */
export interface Death {
  readonly fault: Fault;
  /** False while it lives. */
  hasCome: boolean;
}

export function dyingAt(
  n: number,
  side: 'before' | 'after',
  counts: (attempt: Attempt) => boolean = () => true,
): Death {
  let calls = 0;
  const death: Death = {
    hasCome: false,
    async fault(attempt, pass) {
      if (counts(attempt)) calls += 1;
      if (calls < n) return pass();
      const takesEffect = side === 'after' && !death.hasCome;
      death.hasCome = true;
      if (takesEffect) await pass();
      throw new Error('this process is dead');
    },
  };
  return death;
}

/** A call of a queue, at which a process may die as at one of a table. */
export function queueCall(command: string): Attempt {
  return { command, body: undefined };
}

/** A process that stands still before its n-th call until it is released. */
export function holdingAt(n: number) {
  const { promise: reached, resolve: arrive } = Promise.withResolvers<false>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let calls = 0;
  const fault: Fault = async (_, pass) => {
    calls += 1;
    if (calls === n) {
      arrive(false);
      await released;
    }
    return pass();
  };
  return { fault, reached, release };
}

export function isTransaction({ command }: Attempt): boolean {
  return command === 'TransactWriteItemsCommand';
}

function isWrite({ command }: Attempt): boolean {
  return /^(TransactWriteItems|PutItem|UpdateItem|DeleteItem)Command$/.test(command);
}

export function cancelled({ body }: Attempt, Code: string): TransactionCanceledException {
  const CancellationReasons = body.TransactItems.map(() => ({ Code }));
  return new TransactionCanceledException({ ...metadata, Message: message, CancellationReasons });
}

export function conflict(): TransactionConflictException {
  return new TransactionConflictException(metadata);
}

function timeout(): Error {
  return Object.assign(new Error('read ECONNRESET'), { name: 'TimeoutError', code: 'ECONNRESET' });
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
