import { type AudienceChoice, audiencesChosen, memberAudience } from '../../lambdas/core/audience';
import type { Cast, Member } from './cast';
import type { Client } from './client';
import { type Change, Copy } from './copy';
import type { Entry, Ledger, Said } from './ledger';
import { mayBeOver } from './ledger';
import { type Random, shuffled } from './random';

export interface Verdict {
  /** Acknowledged writes that their owner does not read back as they were acknowledged. */
  readonly lost: readonly string[];
  /** What a feed has too much, too little or otherwise than it was acknowledged. */
  readonly wrong: readonly string[];
  readonly digests: { readonly proved: number; readonly feeds: number };
  readonly checked: { readonly inFeeds: number; readonly byId: number };
}

/** Holds every feed, read from its start, and reads by id against what was acknowledged. */
export async function verify(
  client: Client,
  cast: Cast,
  ledger: Ledger,
  readsById: { readonly most: number; readonly random: Random },
): Promise<Verdict> {
  const lost: string[] = [];
  const wrong: string[] = [];
  let [proved, inFeeds] = [0, 0];
  const feeds = feedsOf(cast);
  for (const { audience, by } of feeds) {
    const copy = new Copy(audience, by.token);
    if ((await copy.follow(client)) === 'proved') proved += 1;
    else wrong.push(`${audience}: the copy is not the feed`);
    inFeeds += compare(copy, ledger, lost, wrong);
  }
  const sample = shuffled(readsById.random, ledger.entries).slice(0, readsById.most);
  lost.push(...(await readEach(client, sample)));
  const checked = { inFeeds, byId: sample.length };
  return { lost, wrong, digests: { proved, feeds: feeds.length }, checked };
}

/** Another member's copy wherever another may read it. */
function feedsOf({ publishers, reader, groupId }: Cast) {
  const own = [reader, ...publishers].map((by) => ({ audience: memberAudience(by.id), by }));
  return [
    { audience: 'community', by: reader },
    { audience: `group:${groupId}`, by: reader },
    ...own,
  ];
}

/** Answers how many objects were compared. */
function compare(copy: Copy, ledger: Ledger, lost: string[], wrong: string[]): number {
  let compared = 0;
  for (const entry of ledger.entries) {
    const isOwn = copy.audience === memberAudience(entry.owner.id);
    const found = copy.objects.get(entry.id);
    copy.objects.delete(entry.id);
    const shouldBe = isOwn ? entry.said !== undefined : isShown(entry, copy.audience);
    if (!shouldBe && !found) continue;
    compared += 1;
    const faults = found && shouldBe ? differences(entry, found, isOwn) : [presence(shouldBe)];
    if (faults.length === 0) continue;
    (isOwn ? lost : wrong).push(`${copy.audience} ${entry.id}: ${faults.join(', ')}`);
  }
  for (const id of copy.objects.keys()) wrong.push(`${copy.audience} ${id}: nobody published it`);
  return compared;
}

function presence(shouldBe: boolean): string {
  return shouldBe ? 'it is missing' : 'it is still there';
}

/** Whether an audience other than the owner's own holds it once its time is over or it is retracted. */
function isShown({ said, owner }: Entry, audience: string): boolean {
  if (!said || mayBeOver(said, Date.now())) return false;
  const own = memberAudience(owner.id);
  return audiencesChosen(said.audience).some((each) => each === audience && each !== own);
}

const saidFields = ['status', 'confidence', 'description', 'expiresAt'] as const;

function differences({ said, value, owner, version }: Entry, found: Change, isOwn: boolean) {
  const shown = found.descriptor ?? {};
  if (!said) return ['it was retracted'];
  const faults = saidFields.filter((field) => shown[field] !== said[field]).map(String);
  if (shown['raw'] !== value) faults.push('raw');
  if (JSON.stringify(shown['tags']) !== JSON.stringify(said.tags)) faults.push('tags');
  if (!isOwn)
    return shown['own'] === undefined ? faults : [...faults, 'it shows what is its owner’s'];
  const own = shown['own'] as { version: number; state: string; audience: AudienceChoice };
  return [
    ...faults,
    ...stateFaults(said, version, own.version, own.state),
    ...audienceFaults(said, own.audience, owner),
  ];
}

function stateFaults(said: Said, acknowledged: number, version: number, state: string): string[] {
  const isOver = mayBeOver(said, Date.now());
  const isVersion = isOver ? version >= acknowledged : version === acknowledged;
  return [
    ...(isVersion ? [] : [`version ${version}, acknowledged ${acknowledged}`]),
    ...(state === (isOver ? 'expired' : 'live') ? [] : [`state ${state}`]),
  ];
}

function audienceFaults(said: Said, shown: AudienceChoice, { id }: Member): string[] {
  const others = (choice: AudienceChoice) =>
    audiencesChosen(choice)
      .filter((each) => each !== memberAudience(id))
      .join();
  return others(said.audience) === others(shown) ? [] : ['audience'];
}

const readsAtOnce = 8;

/** Each by its owner, from the truth. */
async function readEach(client: Client, entries: readonly Entry[]): Promise<string[]> {
  const faults: string[] = [];
  const queue = [...entries];
  const work = async () => {
    for (let entry = queue.pop(); entry; entry = queue.pop()) {
      const fault = await readOne(client, entry);
      if (fault) faults.push(`GET ${entry.id}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, work));
  return faults;
}

async function readOne(client: Client, entry: Entry): Promise<string | undefined> {
  const { owner, id, said, version } = entry;
  const path = `/v1/descriptors/${id}`;
  const { status, text } = await client.insist({ method: 'GET', path, token: owner.token });
  if (!said) return status === 404 ? undefined : `${status} after its retraction`;
  if (status !== 200) return `${status}`;
  const shown = JSON.parse(text) as Record<string, unknown>;
  const faults = [
    ...saidFields.filter((field) => shown[field] !== said[field]),
    ...stateFaults(said, version, Number(shown['version']), String(shown['state'])),
    ...audienceFaults(said, shown['audience'] as AudienceChoice, owner),
  ];
  return faults.length > 0 ? faults.join(', ') : undefined;
}
