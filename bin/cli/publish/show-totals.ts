import type { Io } from '../command';
import { painter, print } from '../printable';
import type { Totals } from './tally';

export interface Shown {
  readonly io: Pick<Io, 'stdout' | 'hasColour'>;
  readonly seconds: number;
  readonly isJson: boolean;
  readonly isDry: boolean;
}

export async function showTotals(
  totals: Totals,
  { io, seconds, isJson, isDry }: Shown,
): Promise<void> {
  if (isJson) {
    const rounded = Math.round(seconds * 1000) / 1000;
    return print(io.stdout, JSON.stringify({ ...totals, dryRun: isDry, seconds: rounded }));
  }
  const paint = painter(io.hasColour);
  const { lines, accepted, duplicate, refused, skipped, unacknowledged } = totals;
  const parts = [
    paint(`${accepted} ${isDry ? 'acceptable' : 'accepted'}`, 'green'),
    `${duplicate} duplicate`,
    refused > 0 ? paint(`${refused} refused`, 'yellow') : '0 refused',
    `${skipped} skipped`,
    ...(unacknowledged > 0 ? [paint(`${unacknowledged} not acknowledged`, 'red')] : []),
  ];
  await print(io.stdout, `${lines} lines: ${parts.join(', ')} (${seconds.toFixed(1)} s)`);
}
