/** What a site is bent to: to show more than it should, or to take for one's own what is another's. */
export const bends = {
  audiences: 'the hidden audiences too',
  groups: 'the hidden groups too',
  other: "another member's id",
  yes: 'always yes',
  no: 'always no',
  active: 'always active',
  company: 'always a company',
  owners: "the owner's own projection",
  owner: 'an owner',
  skip: 'not called',
  timeless: 'as if no time had passed',
} as const;
export type Bend = keyof typeof bends;

/** What there is to show too much of. */
export interface Leak {
  readonly memberId: string;
  readonly groupIds: () => readonly string[];
}

/** The value of a bent expression; those that are bent by their text have an expression of their own. */
export function bent(bend: Bend, real: () => unknown, leak: Leak): unknown {
  const all = () => real() as readonly string[];
  if (bend === 'audiences') {
    const groups = leak.groupIds().map((id) => `group:${id}`);
    const hidden = [...groups, `member:${leak.memberId}`, 'community'];
    return [...new Set([...all(), ...hidden])];
  }
  if (bend === 'groups') return [...new Set([...all(), ...leak.groupIds()])];
  if (bend === 'other') return leak.memberId;
  if (bend === 'active' || bend === 'company' || bend === 'owner') return bend;
  if (bend === 'skip') return undefined;
  return bend === 'yes';
}

/** The same for good, in a source text. */
export function bentText(text: string, bend: Bend): string {
  if (bend === 'owners')
    return text.replace(/, *\w+\)$/, ", ('member:' + descriptor.owner) as never)");
  if (bend === 'timeless') return text.replace(/, *[^,]+\)$/, ', 0)');
  const leak = { memberId: '17', groupIds: () => ['17'] };
  if (bend === 'audiences' || bend === 'groups') {
    return `[...(${text}), ${JSON.stringify(bent(bend, () => [], leak)).slice(1, -1)}] as never[]`;
  }
  return `(${JSON.stringify(bent(bend, () => [], leak)) ?? 'undefined'} as never)`;
}
