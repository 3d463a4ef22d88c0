import { stages } from '../../lib/stage';
import type { Counts } from '../counts';

export interface Operation {
  readonly title: string;
  /** How many of it one invocation does. */
  readonly perInvocation: number;
  /** Of an invocation: stated, as no account was at hand to measure it; the bench says where CPU alone is more. */
  readonly milliseconds: number;
  readonly memoryMegabytes: number;
  readonly isRequest: boolean;
  /** What the indexer then does with it, a change in each of two audiences. */
  readonly indexed?: 'index-alone' | 'index-full';
}

const { api, worker } = stages.prod.memoryMegabytes;
const request = { isRequest: true, perInvocation: 1, memoryMegabytes: api };
const indexer = { isRequest: false, memoryMegabytes: worker };

/** What is priced, by the name of what is counted. */
export const operations = {
  'publish-1': {
    ...request,
    title: 'publish',
    milliseconds: 20,
    indexed: 'index-alone',
  },
  'batch-100': {
    ...request,
    title: 'publish in batches of 100, one of them',
    perInvocation: 100,
    milliseconds: 300,
    indexed: 'index-full',
  },
  'index-alone': {
    ...indexer,
    title: 'index one change in one audience, alone',
    perInvocation: 2,
    milliseconds: 60,
  },
  'index-full': {
    ...indexer,
    title: 'the same in full batches',
    perInvocation: 200,
    milliseconds: 600,
  },
  'look-up': { ...request, title: 'exact look-up in 3 audiences', milliseconds: 15 },
  'look-ups-100': {
    ...request,
    title: '1,000 values, all known in one of 3 audiences',
    milliseconds: 200,
  },
  'feed-page-100': { ...request, title: 'a feed page of 100', milliseconds: 25 },
  feeds: { ...request, title: 'the heads of 3 feeds', milliseconds: 15 },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
export type CountsByName = Readonly<Record<OperationName, Counts>>;

export const operationNames = Object.keys(operations) as OperationName[];
