import type { Draw } from './hostile';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A cursor with a few bits bent, letters changed, pieces cut out or put in; never the cursor itself. */
export function bentCursor(cursor: string, draw: Draw): string {
  const at = Math.floor(draw() * cursor.length);
  const kind = Math.floor(draw() * 4);
  const letter = letters[Math.floor(draw() * letters.length)] ?? 'A';
  if (kind === 0) return flipped(cursor, at * 6 + Math.floor(draw() * 6));
  const bent =
    kind === 1
      ? cursor.slice(0, at) + letter + cursor.slice(at + 1)
      : kind === 2
        ? cursor.slice(0, at) + cursor.slice(at + 1 + Math.floor(draw() * 8))
        : cursor.slice(0, at) + letter + cursor.slice(at);
  return bent === cursor ? flipped(cursor, at * 6) : bent;
}

/** With one of the six bits of one letter turned round. */
function flipped(cursor: string, bit: number): string {
  const at = Math.floor(bit / 6);
  const value = letters.indexOf(cursor[at] ?? 'A') ^ (1 << (bit % 6));
  return cursor.slice(0, at) + letters[value] + cursor.slice(at + 1);
}
