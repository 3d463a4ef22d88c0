import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { type Listing, type ListingPatch, listing } from '../core/listing';
import type { DirectoryStore } from '../store/directory-store';
import type { ListingRow, ListingStore } from '../store/listing-store';

export interface ListingDeps {
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
  readonly listings: ListingStore;
}

export async function readListing(
  { member }: Caller,
  { listings }: Pick<ListingDeps, 'listings'>,
): Promise<Listing> {
  return listing.parse(await listings.read(member.id));
}

export async function changeListing(
  patch: ListingPatch,
  caller: Caller,
  idempotency: Idempotency | undefined,
  { listings }: Pick<ListingDeps, 'listings'>,
): Promise<Listing> {
  const { id } = caller.member;
  if (idempotency) {
    const standing = await listings.read(id);
    if (isRepeat(standing.mark, idempotency)) return listing.parse(standing);
  }
  return listings.change(id, patch, byOf(caller), idempotency);
}

const listedPerPage = 50;

/** Who chose to be listed and is active just now, under the names that the operator admitted them by. */
export async function listDirectory(
  after: string | undefined,
  { directory, listings }: ListingDeps,
) {
  const rows = await listings.listed(after, listedPerPage);
  const members = await Promise.all(rows.map((row) => entryOf(row, directory)));
  const isLast = rows.length < listedPerPage;
  return {
    members: members.flatMap((member) => member ?? []),
    next: isLast ? null : (rows.at(-1)?.memberId ?? null),
  };
}

async function entryOf(row: ListingRow, directory: ListingDeps['directory']) {
  const profile = await directory.readProfile(row.memberId);
  if (profile?.state !== 'active') return undefined;
  const { isListed: _, ...said } = listing.parse(row);
  const { id, name, sector, country } = profile;
  return { id, name, ...(sector && { sector }), ...(country && { country }), ...said };
}
