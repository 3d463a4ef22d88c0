import { type Credential, credentialLimits, endOf, isLive, scopesHeld } from './credential-rules';

/**
 * Everything that whoever has a leaked credential may have in hand: what it issued, what it gave its rights, and what
 * it was answered a token of, however far down. The leaked one itself is left out.
 */
export function descendantsOf<C extends Credential>(leakedId: string, all: readonly C[]): C[] {
  const reached = new Set([leakedId]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const one of all) if (sourcesOf(one).some((id) => reached.has(id))) reached.add(one.id);
  }
  return all.filter(({ id }) => id !== leakedId && reached.has(id));
}

function sourcesOf({ grantedBy, tokenFrom, retiring = [] }: Credential): string[] {
  return [grantedBy, tokenFrom, ...retiring.map((one) => one.tokenFrom)].flatMap((id) => id ?? []);
}

/** What was given by one that is forgotten counts as given by whoever gave to that one: the line is never cut. */
function heirTo(
  id: string | undefined,
  removed: ReadonlySet<string>,
  all: readonly Credential[],
): string | undefined {
  const seen = new Set<string>();
  let at = id;
  while (at !== undefined && removed.has(at) && !seen.has(at)) {
    seen.add(at);
    const gone = all.find((one) => one.id === at);
    at = gone?.grantedBy ?? gone?.tokenFrom;
  }
  return at !== undefined && removed.has(at) ? undefined : at;
}

/**
 * What makes room for another: those whose end is longest ago are removed, beyond as many as are kept. Whom one of them
 * still bound keeps what it held so.
 */
export function pruned<C extends Credential>(
  all: readonly C[],
  nowMicros: number,
): { readonly remove: string[]; readonly change: C[] } {
  const ended = all.filter((one) => !isLive(one, nowMicros));
  const newestFirst = ended.sort((a, b) => endOf(b) - endOf(a));
  const remove = newestFirst.slice(credentialLimits.ended).map(({ id }) => id);
  const kept = all.filter(({ id }) => !remove.includes(id));
  const gone = new Set(remove);
  const bound = kept
    .filter((one) => isLive(one, nowMicros))
    .map((one) => bequeathed(one, gone, all));
  return { remove, change: bound.flatMap((one) => one ?? []) };
}

/** As it is to be when some are forgotten, if that changes it. */
function bequeathed<C extends Credential>(
  one: C,
  gone: ReadonlySet<string>,
  all: readonly C[],
): C | undefined {
  const kept = all.filter(({ id }) => !gone.has(id));
  const isBound = scopesHeld(one, kept).length > scopesHeld(one, all).length;
  const [grantedBy, tokenFrom] = [one.grantedBy, one.tokenFrom].map((id) => heirTo(id, gone, all));
  const isSame = !isBound && grantedBy === one.grantedBy && tokenFrom === one.tokenFrom;
  return isSame ? undefined : { ...one, scopes: scopesHeld(one, all), grantedBy, tokenFrom };
}
