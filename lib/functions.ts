import type { ApiFunction } from '../lambdas/contracts/route';
import { apiFunctions } from './api-functions';
import type { FunctionShape } from './function-shape';
import { keysOf } from './keys-of';
import { type WorkerFunction, workerFunctions } from './worker-functions';

export type FunctionName = ApiFunction | WorkerFunction;

/** Each function's whole permission to touch data; its role is made from this and nothing else. */
export const functions: Readonly<Record<FunctionName, FunctionShape>> = {
  ...apiFunctions,
  ...workerFunctions,
};

export const functionNames = keysOf<FunctionName>(functions);
