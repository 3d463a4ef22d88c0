/** What a site is bent to, to show more than it should. */
export const bends = {
  audiences: 'the hidden audiences too',
  groups: 'the hidden groups too',
  yes: 'always yes',
  no: 'always no',
  owners: "the owner's own projection",
  owner: 'an owner',
  skip: 'not called',
} as const;
export type Bend = keyof typeof bends;

/** What there is to show too much of. */
export interface Leak {
  readonly memberId: string;
  readonly groupIds: () => readonly string[];
}

/** The value of a bent expression; those that are bent by their text have an expression of their own. */
export function bent(bend: Bend, real: () => unknown, leak: Leak): unknown {
  if (bend === 'audiences' || bend === 'groups') {
    const shown = real();
    return shown instanceof Promise
      ? shown.then((all) => withMore(bend, all, leak))
      : withMore(bend, shown, leak);
  }
  if (bend === 'owner') return bend;
  if (bend === 'skip') return undefined;
  return bend === 'yes';
}

function withMore(bend: 'audiences' | 'groups', all: unknown, leak: Leak): string[] {
  const groups = leak.groupIds();
  const more =
    bend === 'groups'
      ? groups
      : [...groups.map((id) => `group:${id}`), `member:${leak.memberId}`, 'community'];
  return [...new Set([...(all as readonly string[]), ...more])];
}

/** The same for good, in a source text. */
export function bentText(text: string, bend: Bend): string {
  if (bend === 'owners')
    return text.replace(/\((\w+), *\w+\)$/, "($1, ('member:' + $1.owner) as never)");
  const leak = { memberId: '17', groupIds: () => ['17'] };
  if (bend === 'audiences' || bend === 'groups') {
    return `[...(${text}), ${JSON.stringify(bent(bend, () => [], leak)).slice(1, -1)}] as never[]`;
  }
  return `(${JSON.stringify(bent(bend, () => [], leak)) ?? 'undefined'} as never)`;
}
