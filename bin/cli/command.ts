import type { Readable, Writable } from 'node:stream';

export const exitCodes = {
  ok: 0,
  refused: 1,
  usage: 2,
  unauthorised: 3,
  failed: 4,
  mismatch: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command: one sentence for stderr and the exit code. It never holds a token. */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

export function usage(message: string): Failure {
  return new Failure(exitCodes.usage, message);
}

export function interrupted(): Failure {
  return new Failure(exitCodes.interrupted, 'interrupted');
}

/** What a command may touch of the process. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stderr is a terminal: a progress bar may be drawn. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Name of its value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

export interface Arguments {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  one(option: string): string | undefined;
  all(option: string): readonly string[];
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly notes: readonly string[];
  readonly options: Options;
  /** Loaded when it is run, so that help stays quick. */
  load(): Promise<(args: Arguments, io: Io) => Promise<ExitCode>>;
}
