import { publishDescriptorBody } from '../contracts/descriptors.contract';
import { fieldProblem } from '../contracts/field-problem';
import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { type IdMaker, timeOrderedId } from '../core/id';
import { DomainError } from '../core/problem';
import { told } from '../core/screen/examine';
import { placesPerPlan, planSeconds, type Recipients, unionOf } from '../core/share-plan';
import { isoTime, microsPerSecond } from '../core/time';
import { judgeTlp } from '../core/tlp';
import type { PlanStore } from '../store/plan-store';
import { type Duplicates, type DuplicatesDeps, findDuplicates } from './find-duplicates';
import { nameRecipients } from './name-recipients';
import { outcomeOf, type RefusalDeps } from './outcome';
import { type ComposeDeps, type Composed, composeDescriptor } from './publish-descriptor';
import { type RecipientsDeps, readRecipients, readSight, type Sight } from './read-recipients';
import type { Writer } from './writer';

export interface PlanDeps extends RecipientsDeps, DuplicatesDeps, RefusalDeps, ComposeDeps {
  readonly plans: Pick<PlanStore, 'put'>;
  readonly makeId: IdMaker;
  readonly random: (bytes: number) => Buffer;
}

interface PlanWriter extends Writer {
  readonly caller: Caller;
}

/**
 * Answers what would become of drafts if they were published, and keeps who would see them, so that a publish with the
 * plan's id fails if anybody has joined since. Nothing is written to the Exchange; a request that is sent
 * again is another look and makes another plan.
 */
export async function planShares(items: readonly unknown[], writer: PlanWriter, deps: PlanDeps) {
  const { caller } = writer;
  const drafts = await Promise.all(
    items.map((item) => outcomeOf(() => compose(item, writer, deps), deps)),
  );
  const composed = drafts.flatMap((draft) => ('problem' in draft ? [] : [draft]));
  const drafted = composed.map(({ descriptor }) => descriptor);
  const audiences = [...new Set(drafted.flatMap((draft) => draft.audiences))].sort();
  const sight = await readSight(audiences, caller, deps);
  const recipients = await readRecipients(sight, caller, deps);
  const duplicates = await findDuplicates(drafted, caller, deps);
  const plan = await keepPlan(audiences, sight, recipients, caller, deps);
  return {
    ...plan,
    audiences: await showAudiences(sight, recipients, deps),
    results: drafts.map((draft) =>
      'problem' in draft ? draft : showDraft(draft, { sight, recipients, duplicates, caller }),
    ),
  };
}

async function compose(item: unknown, writer: Writer, deps: PlanDeps): Promise<Composed> {
  const parsed = publishDescriptorBody.safeParse(item);
  if (!parsed.success) throw fieldProblem(parsed.error);
  return composeDescriptor(parsed.data, writer, deps);
}

async function keepPlan(
  audiences: readonly Audience[],
  { versions }: Sight,
  recipients: Recipients,
  { member }: Caller,
  { plans, random, now }: PlanDeps,
): Promise<{ planId: string; expiresAt: string }> {
  const places = [...recipients.values()].reduce((sum, ids) => sum + ids.length, 0);
  if (places > placesPerPlan) throw tooLarge();
  const nowMicros = now();
  const id = timeOrderedId(nowMicros, random(4).readUInt32BE());
  const expiresAt = nowMicros + planSeconds * microsPerSecond;
  await plans.put({ id, memberId: member.id, versions, audiences, recipients, expiresAt });
  return { planId: id, expiresAt: isoTime(expiresAt) };
}

/** Who is in each of the audiences. Of what is shut not even the number is told. */
function showAudiences({ open, shut }: Sight, recipients: Recipients, deps: PlanDeps) {
  const shown = open.map(async (audience) => ({
    audience,
    count: recipients.get(audience)?.length ?? 0,
    ...(await nameRecipients(recipients, [audience], deps)),
  }));
  const unshown = shut.map((audience) => ({ audience, count: null, members: [], more: true }));
  return Promise.all([...shown, ...unshown]);
}

interface Planned {
  readonly sight: Sight;
  readonly recipients: Recipients;
  readonly duplicates: ReadonlyMap<string, Duplicates>;
  readonly caller: Caller;
}

function showDraft({ descriptor, examined }: Composed, planned: Planned) {
  const { sight, recipients, duplicates, caller } = planned;
  const { id, indicatorId, type, value, opinion, audiences } = descriptor;
  const verdict = judgeTlp(opinion.tlp, audiences, caller.governance.policy.tlp);
  return {
    ...{ id, indicatorId, type, value, audiences },
    recipients: {
      count: unionOf(recipients, audiences).size,
      atLeast: audiences.some((audience) => sight.shut.includes(audience)),
    },
    tlp: {
      ...{ tlp: opinion.tlp, verdict: verdict.kind },
      ...(verdict.kind === 'allowed' ? {} : { detail: verdict.warning.detail }),
    },
    ...told(examined.findings),
    knownGood: examined.knownGood,
    duplicates: duplicates.get(indicatorId) ?? { own: null, opinions: [], more: false },
  };
}

function tooLarge(): DomainError {
  return new DomainError(
    'plan.too_large',
    `A plan shows at most ${placesPerPlan} members, each counted once for each of its audiences: plan for fewer audiences at once.`,
    { pointer: '/descriptors' },
  );
}
