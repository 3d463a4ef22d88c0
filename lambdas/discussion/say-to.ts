import { type Address, unusable } from '../core/address';
import {
  type Audience,
  type AudienceChoice,
  audienceChoice,
  audiencesChosen,
} from '../core/audience';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import { withoutOwn } from '../core/revise';

export interface SaidTo {
  readonly audience?: AudienceChoice | undefined;
  readonly readIn?: string | undefined;
}

/**
 * To whom a remark goes: what its author chose, or the audience in which it read the subject; never by itself, and
 * never beyond those who see the subject as its author does. What is refused is refused in one way.
 */
export async function sayTo(
  { audience, readIn }: SaidTo,
  around: ReadonlySet<Audience>,
  { member }: Pick<Caller, 'member'>,
  address: Address,
): Promise<Audience[]> {
  if (audience && readIn !== undefined) {
    const detail = 'Choose the audience, or say in which you read it; not both.';
    throw new DomainError('field.invalid', detail, { pointer: '/readIn' });
  }
  if (!audience && readIn === undefined) throw unchosen(around);
  const chosen = audience ? audiencesChosen(audience) : [readIn as Audience];
  const audiences = withoutOwn(chosen, member.id);
  if (!audiences.every((one) => around.has(one))) throw unusable();
  return address(audienceChoice(audiences));
}

function unchosen(around: ReadonlySet<Audience>): DomainError {
  const detail =
    'Say to whom it goes: with audience, or with readIn the one audience in which you read it.';
  const extra = { audiences: [...around].sort() };
  return new DomainError('audience.unchosen', detail, { pointer: '/audience', extra });
}

/** What is left of a remark's audiences: it may be taken from some, and never comes to others. */
export function narrowed(
  choice: AudienceChoice | undefined,
  standing: readonly Audience[],
  owner: string,
): readonly Audience[] {
  if (!choice) return standing;
  const audiences = withoutOwn(audiencesChosen(choice), owner);
  if (audiences.every((one) => standing.includes(one))) return audiences;
  const detail = 'What was said goes to nobody else later: take it back, and say it anew.';
  throw new DomainError('audience.cannot_widen', detail, { pointer: '/audience' });
}
