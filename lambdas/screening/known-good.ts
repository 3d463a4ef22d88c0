import type { z } from 'zod';
import type { putKnownGoodPieceRoute, putKnownGoodRoute } from '../contracts/screening.contract';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { builtIn, builtInPrefix } from '../core/known-good/built-in';
import { appliesTo, knownGoodLimits } from '../core/known-good/list';
import { hashOf, readEntry, type SkipReason } from '../core/known-good/read-entry';
import { DomainError, notFound } from '../core/problem';
import { type Clock, isoTime } from '../core/time';
import type { KnownGoodStore, PieceRef, StoredList } from '../store/known-good-store';

export interface KnownGoodDeps {
  readonly knownGood: KnownGoodStore;
  readonly now: Clock;
}

type PieceBody = z.output<typeof putKnownGoodPieceRoute.body>;
type ListBody = z.output<typeof putKnownGoodRoute.body>;

export async function listKnownGood({ knownGood }: Pick<KnownGoodDeps, 'knownGood'>) {
  const lists = await knownGood.lists();
  return {
    builtIn: builtIn.map(({ id, name, hashes }) => ({ id, name, entries: [...hashes].length })),
    lists: lists.map(viewOf),
  };
}

/** Reads the entries of a piece: what can't be taken is left out, and counted by why. */
export async function putPiece(
  place: Omit<PieceRef, 'upload'>,
  { upload, type, entries }: PieceBody,
  caller: Caller,
  { knownGood }: Pick<KnownGoodDeps, 'knownGood'>,
): Promise<{ entries: number; skipped: StoredList['skipped'] }> {
  refuseBuiltIn(place.list);
  const hashes = new Set<number>();
  const networks = new Set<string>();
  const skipped: Partial<Record<SkipReason, number>> = {};
  for (const entry of entries) {
    const read = readEntry(type, entry);
    if (read.kind === 'skipped') {
      skipped[read.reason] = (skipped[read.reason] ?? 0) + 1;
      continue;
    }
    hashes.add(hashOf(read.key));
    if (read.network) networks.add(read.network);
  }
  const piece = { hashes: [...hashes], networks: [...networks], skipped, by: byOf(caller) };
  await knownGood.putPiece({ ...place, upload }, piece);
  return { entries: hashes.size, skipped };
}

/** Puts an upload in force. The same again is answered the same. */
export async function putList(
  id: string,
  { upload, pieces, attributes, ...rest }: ListBody,
  operator: Caller,
  deps: KnownGoodDeps,
) {
  refuseBuiltIn(id);
  const { knownGood, now } = deps;
  const read = await knownGood.readList(id);
  if (read?.upload === upload) return viewOf(read);
  const stored = await knownGood.readUpload(id, upload, pieces);
  if (!stored) throw missingPieces();
  const entries = stored.reduce((sum, piece) => sum + piece.entries, 0);
  await refuseTooMuch(id, entries, deps);
  const types = appliesTo(attributes);
  const row: StoredList = {
    ...{ id, ...rest, upload, pieces, entries },
    ...(types ? { appliesTo: [...types] } : {}),
    skipped: sumOf(stored.map(({ skipped }) => skipped)),
    networks: [...new Set(stored.flatMap(({ networks }) => networks))],
    ...{ loadedAt: now(), by: byOf(operator) },
  };
  if (!(await knownGood.putList(row, read))) throw changedMeanwhile();
  if (read) await knownGood.removePieces(id, read.upload);
  return viewOf(row);
}

export async function removeList(
  id: string,
  operator: Caller,
  { knownGood }: Pick<KnownGoodDeps, 'knownGood'>,
) {
  const read = await knownGood.readList(id);
  if (!read) throw notFound();
  if (!(await knownGood.removeList(read, byOf(operator)))) throw changedMeanwhile();
  await knownGood.removePieces(id, read.upload);
}

function viewOf({ by: _, upload: __, pieces: ___, networks: ____, loadedAt, ...view }: StoredList) {
  return { ...view, loadedAt: isoTime(loadedAt) };
}

function sumOf(parts: readonly StoredList['skipped'][]): StoredList['skipped'] {
  const sum: Partial<Record<SkipReason, number>> = {};
  for (const [reason, count] of parts.flatMap((part) => Object.entries(part)))
    sum[reason as SkipReason] = (sum[reason as SkipReason] ?? 0) + count;
  return sum;
}

function refuseBuiltIn(id: string): void {
  if (!id.startsWith(builtInPrefix)) return;
  const detail = `Names that begin with ${builtInPrefix} are of the lists that come with Tocsin.`;
  throw new DomainError('field.invalid', detail, { pointer: '/list' });
}

async function refuseTooMuch(id: string, entries: number, { knownGood }: KnownGoodDeps) {
  const others = (await knownGood.lists()).filter((list) => list.id !== id);
  const all = others.reduce((sum, list) => sum + list.entries, entries);
  if (others.length < knownGoodLimits.lists && all <= knownGoodLimits.entries) return;
  const most = `${knownGoodLimits.lists} lists with ${knownGoodLimits.entries} entries together`;
  throw new DomainError('known_good.too_large', `At most ${most}: remove another list first.`);
}

function missingPieces(): DomainError {
  const detail = 'Not all pieces of this upload are here: send each of them, then the list.';
  return new DomainError('known_good.incomplete', detail, { pointer: '/pieces' });
}

function changedMeanwhile(): DomainError {
  const detail = 'Somebody else has changed this list just now: look at it, and decide anew.';
  return new DomainError('known_good.changed', detail);
}
