import { type IndicatorType, indicatorTypes } from '../../../lambdas/core/indicator/indicator-type';
import { usage } from '../command';
import { nearest } from '../nearest';

export function indicatorTypeOf(text: string | undefined): IndicatorType | undefined {
  if (text === undefined) return undefined;
  const type = indicatorTypes.find((known) => known === text.toUpperCase());
  if (type) return type;
  const lower = indicatorTypes.map((known) => known.toLowerCase());
  const near = nearest(text, lower)?.toUpperCase();
  throw usage(`unknown --type ${text}${near ? `: did you mean ${near}?` : ''}`);
}
