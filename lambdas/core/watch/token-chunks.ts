import { hashBytes } from './token-filter';

/** As many hashes as an item of a table takes. */
export const chunkBytes = 50_000 * hashBytes;

/** The hashes of all, each once and in order, without some. */
export function drawTogether(all: readonly Uint8Array[], gone: readonly Uint8Array[]): Buffer {
  const left = new Set(numbersIn(gone));
  const kept = numbersIn(all).filter((hash, at, hashes) => hash !== hashes[at - 1]);
  const rest = kept.filter((hash) => !left.has(hash));
  const bytes = Buffer.alloc(rest.length * hashBytes);
  for (const [at, hash] of rest.entries()) bytes.writeBigUInt64BE(hash, at * hashBytes);
  return bytes;
}

function numbersIn(lists: readonly Uint8Array[]): BigUint64Array {
  const bytes = Buffer.concat(lists);
  const numbers = new BigUint64Array(Math.floor(bytes.length / hashBytes));
  for (const at of numbers.keys()) numbers[at] = bytes.readBigUInt64BE(at * hashBytes);
  return numbers.sort();
}
