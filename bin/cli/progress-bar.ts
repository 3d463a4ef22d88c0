import type { Io } from './command';

export interface ProgressBar {
  /** `done` of `total`; without a total only the text is shown. */
  show(text: string, done: number, total: number | undefined): void;
  /** Takes the bar away, before anything else is written to the terminal. */
  clear(): void;
}

const width = 24;
const redrawMilliseconds = 100;

/** Nothing at all unless stderr is a terminal. */
export function progressBar({
  isTerminal,
  stderr,
}: Pick<Io, 'isTerminal' | 'stderr'>): ProgressBar {
  let drawnAt = 0;
  let isDrawn = false;
  return {
    show(text, done, total) {
      if (!isTerminal || Date.now() - drawnAt < redrawMilliseconds) return;
      drawnAt = Date.now();
      isDrawn = true;
      stderr.write(`\r\u001b[2K${total ? `${bar(done / total)} ` : ''}${text}`);
    },
    clear() {
      if (isDrawn) stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * width);
  const percent = String(Math.floor(Math.min(1, share) * 100)).padStart(3);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${percent} %`;
}
