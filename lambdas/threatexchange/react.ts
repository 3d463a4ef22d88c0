import { reactionBody } from '../contracts/reactions.contract';
import { audienceChoice, memberAudience } from '../core/audience';
import { DomainError } from '../core/problem';
import { type ReactionKind, reactionKinds } from '../core/remark';
import { reactToDescriptor, unreact } from '../discussion/react';
import { readDescriptor } from '../search/read-descriptor';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { readList } from './read-params';
import { aroundView } from './sharing-levels';

/** Adds and removes the caller's reactions to another's opinion; what is there already stays. */
export async function react(id: string, context: GraphContext): Promise<void> {
  const { caller, deps } = context;
  const [added, removed] = ['reactions', 'reactions_to_remove'].map((name) =>
    readKinds(name, context),
  );
  const view = await readDescriptor(id, caller, deps);
  if (view['owner'] === caller.member.id) {
    throw new DomainError('reaction.own', 'Nobody reacts to what is his own: change it instead.');
  }
  const around = audienceChoice(aroundView(view, caller));
  const toOwner = audienceChoice([memberAudience(String(view['owner']))]);
  for (const kind of added ?? []) {
    await tolerating('audience.cannot_widen', () =>
      inTurn([around, toOwner], (audience) =>
        reactToDescriptor({ id, kind }, reactionBody.parse({ audience }), caller, deps),
      ),
    );
  }
  for (const kind of removed ?? []) {
    await tolerating('object.not_found', () => unreact('descriptor', { id, kind }, caller, deps));
  }
}

function readKinds(name: string, { request }: GraphContext): ReactionKind[] {
  return (readList(request.params, name) ?? []).map((written) => {
    const kind = reactionKinds.find((one) => one === written.toUpperCase());
    if (kind) return kind;
    throw badParameter(name, `must be of ${reactionKinds.join(', ')}.`);
  });
}

/** What is so already is done. */
async function tolerating(code: DomainError['code'], act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === code)) throw error;
  }
}

/** The first of the choices that the caller may use: a group may let its owners alone speak. */
export async function inTurn<T>(
  choices: readonly T[],
  act: (choice: T) => Promise<unknown>,
): Promise<void> {
  for (const [at, choice] of choices.entries()) {
    try {
      await act(choice);
      return;
    } catch (error) {
      const isUnusable = error instanceof DomainError && error.code === 'audience.unusable';
      if (!isUnusable || at === choices.length - 1) throw error;
    }
  }
}
