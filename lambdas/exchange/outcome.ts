import { DomainError, type ErrorCode } from '../core/problem';

export interface RefusalDeps {
  readonly statusOf: (code: ErrorCode) => number;
  /** Told of what is not the caller's fault; the item is answered 500 or 503 and may be sent again. */
  readonly onFault: (error: unknown) => void;
  readonly isBusy: (error: unknown) => boolean;
}

export interface Refused {
  readonly status: number;
  readonly problem: { readonly code: string; readonly detail: string };
}

/** What became of one of many items: a refusal is an answer, and stops no other. */
export async function outcomeOf<T>(act: () => Promise<T>, deps: RefusalDeps): Promise<T | Refused> {
  try {
    return await act();
  } catch (error) {
    return refusal(error, deps);
  }
}

function refusal(error: unknown, deps: RefusalDeps): Refused {
  if (error instanceof DomainError) {
    const { code, message: detail, pointer, extra } = error;
    const problem = { code, detail, ...(pointer === undefined ? {} : { pointer }), ...extra };
    return { status: deps.statusOf(code), problem };
  }
  deps.onFault(error);
  const [status, code] = deps.isBusy(error) ? [503, 'storage.busy'] : [500, 'internal.error'];
  return {
    status: Number(status),
    problem: { code: String(code), detail: 'Send this item again.' },
  };
}
