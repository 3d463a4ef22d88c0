import { type Arguments, usage } from './command';

export function wholeNumber(
  args: Arguments,
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = args.one(option);
  if (text === undefined) return undefined;
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usage(`--${option} is a whole number from ${least} to ${most}`);
}
