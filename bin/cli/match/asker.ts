import { lookUpSize } from '../../../lambdas/contracts/indicators.contract';
import type { Extracted } from '../../../lambdas/core/extract/extract-indicators';
import { exitCodes, Failure } from '../command';
import type { LookUpValue } from '../lookup/answers-to';
import type { LookUpResult } from '../replies';
import { answerCache, type Slot } from './answer-cache';

/** A value where it stands. */
export interface Occurrence extends Extracted {
  readonly line: number;
}

export interface AskerDeps {
  readonly parallel: number;
  readonly ask: (values: readonly LookUpValue[]) => Promise<LookUpResult[]>;
  readonly onAnswer: (occurrence: Occurrence, answer: LookUpResult | undefined) => Promise<void>;
}

interface Batch {
  readonly occurrences: { readonly occurrence: Occurrence; readonly slot: Slot }[];
  readonly asked: { readonly value: LookUpValue; readonly slot: Slot }[];
}

/** A batch of values that were all asked before is no reason to hold more of them than this. */
const longestBatch = 20 * lookUpSize;

export type Asker = ReturnType<typeof asker>;

/** Asks for each value once, a thousand at a time, some requests at once; answers in the order of the input. */
export function asker({ parallel, ask, onAnswer }: AskerDeps) {
  const cache = answerCache();
  const underWay: {
    readonly batch: Batch;
    readonly answered: Promise<unknown>;
    isDone: boolean;
  }[] = [];
  let failure: unknown;
  let batch: Batch = { occurrences: [], asked: [] };

  async function answer({ asked }: Batch): Promise<void> {
    if (asked.length === 0 || failure !== undefined) return;
    const results = await ask(asked.map(({ value }) => value));
    if (results.length !== asked.length) throw unanswered();
    for (const [at, { slot }] of asked.entries()) slot.answer = results[at];
  }

  /** The oldest request's occurrences; those of the ones before it are told already. */
  async function settleOldest(): Promise<void> {
    const oldest = underWay.shift();
    await oldest?.answered;
    for (const { occurrence, slot } of oldest?.batch.occurrences ?? []) {
      await onAnswer(occurrence, slot.answer);
    }
  }

  async function flush(): Promise<void> {
    if (batch.occurrences.length === 0) return;
    while (underWay.length >= parallel) await settleOldest();
    const answered = answer(batch).catch((error: unknown) => {
      failure ??= error;
    });
    const request = { batch, answered, isDone: false };
    underWay.push(request);
    void answered.then(() => {
      request.isDone = true;
    });
    batch = { occurrences: [], asked: [] };
  }

  function slotOf({ value, type, refused }: Occurrence): Slot {
    if (type === undefined || refused) return {};
    const { slot, isNew } = cache.slotOf(`${type} ${value}`);
    if (isNew) batch.asked.push({ value: { type, value }, slot });
    return slot;
  }

  return {
    async put(occurrence: Occurrence): Promise<void> {
      batch.occurrences.push({ occurrence, slot: slotOf(occurrence) });
      if (batch.asked.length === lookUpSize || batch.occurrences.length >= longestBatch) {
        await flush();
      }
    },
    /** Asks for the rest, and waits for all answers. */
    async end(): Promise<void> {
      await flush();
      while (underWay.length > 0) await settleOldest();
    },
    flush,
    /** Tells what is answered, as far as the order goes, and waits for nothing. */
    async settle(): Promise<void> {
      while (underWay[0]?.isDone) await settleOldest();
    },
    failure: () => failure,
  };
}

function unanswered(): Failure {
  return new Failure(exitCodes.failed, 'the server did not answer for every value');
}
