import type { Community } from './community';

export interface OpinionSeen {
  readonly id: string;
  readonly indicatorId: string;
  readonly owner: string;
  readonly type: string;
  readonly value: string;
  readonly status: string;
  readonly severity: string;
  readonly reviewStatus: string;
  readonly tlp: string;
  readonly confidence: number | null;
  readonly tags: readonly string[];
  readonly description: string;
  readonly publishedAt: string;
  readonly changedAt: string;
  readonly firstActiveAt: string | null;
  readonly lastActiveAt: string | null;
  readonly seenIn: readonly string[];
}

export interface IndicatorSeen {
  readonly id: string;
  readonly summary: {
    readonly disputed: boolean;
    readonly discussion?: { readonly reactions: Readonly<Record<string, number>> };
  };
  readonly descriptors: readonly OpinionSeen[];
  /** What comments say that may be read. */
  readonly comments: readonly string[];
  /** The reader's own opinions that are over. */
  readonly over: readonly OpinionSeen[];
}

export type SearchKind = 'indicator' | 'descriptor';

/** A filter in the words of the API, and in its own of what it lets through. */
export interface Filter {
  readonly params: Readonly<Record<string, string>>;
  readonly fits: (opinion: OpinionSeen, indicator: IndicatorSeen, kind: SearchKind) => boolean;
  /** Of whose a test can only say it of what was seen in any audience. */
  readonly isOfAudience?: boolean;
  /** Asks for what is over, and for nothing else. */
  readonly isOver?: boolean;
  /** Asks what others say of it too. */
  readonly isOfTalk?: boolean;
}

const hostOf = ({ type, value }: OpinionSeen): string =>
  type === 'EMAIL_ADDRESS'
    ? (value.split('@')[1] ?? '')
    : type === 'URI'
      ? new URL(value).hostname
      : type === 'DOMAIN'
        ? value
        : '';
const isIn = (text: string, word: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .includes(word);
const saying =
  (...words: readonly string[]): Filter['fits'] =>
  ({ description, tags }, { comments }, kind) =>
    words.every(
      (word) =>
        isIn(`${description} ${tags.join(' ')}`, word) ||
        (kind === 'indicator' && comments.some((text) => isIn(text, word))),
    );
const among =
  (...values: readonly string[]) =>
  ({ value }: OpinionSeen) =>
    values.includes(value);
const bare = ({ value }: OpinionSeen) => value.replace(/^https?:\/\//, '');

/** Every filter of the search, each with a judge that knows nothing of pointers. */
export function filtersOf(world: Community, middle: string): Filter[] {
  const q = (text: string, mode: string, fits: Filter['fits']): Filter => ({
    ...{ params: { q: text, mode }, fits },
  });
  const turla = 'misp-galaxy:threat-actor="Turla, Group"';
  return [
    { params: {}, fits: () => true },
    q('EVIL[.]example.', 'auto', among('evil.example')),
    { ...q('emotet', 'auto', saying('emotet')), isOfTalk: true },
    { ...q('seen Again', 'words', saying('seen', 'again')), isOfTalk: true },
    { ...q('beacon', 'words', saying('beacon')), isOfTalk: true },
    q('evil', 'prefix', (o) => bare(o).startsWith('evil')),
    q('https://a.evil.example/lo', 'prefix', (o) => bare(o).startsWith('a.evil.example/lo')),
    q('evil.example', 'below', (o) => `.${hostOf(o)}`.endsWith('.evil.example')),
    q('A.evil.example', 'below', (o) => `.${hostOf(o)}`.endsWith('.a.evil.example')),
    q('a.evil.example', 'host', (o) => o.type === 'URI' && hostOf(o) === 'a.evil.example'),
    q('192.0.2.7', 'host', among('https://192.0.2.7/gate')),
    q('192.0.2.7', 'contains', among('192.0.2.0/24', '192.0.0.0/16')),
    q('2001:db8:0:1::/64', 'contains', among('2001:db8::/32', '2001:db8:0:1::/64')),
    q(
      '192.0.2.99/24',
      'inside',
      among(
        '192.0.2.7',
        '192.0.2.0/24',
        '192.0.2.128/25',
        '192.0.2.7:443',
        'https://192.0.2.7/gate',
      ),
    ),
    q('2001:DB8::/32', 'inside', among('2001:db8::1', '2001:db8::/32', '2001:db8:0:1::/64')),
    {
      params: { type: 'DOMAIN,IP_SUBNET' },
      fits: ({ type }) => type === 'DOMAIN' || type === 'IP_SUBNET',
    },
    {
      params: { tag: 'emotet,phishing' },
      fits: ({ tags }) => tags.includes('emotet') && tags.includes('phishing'),
    },
    {
      params: { tag: `apt29,${turla.replace(',', '\\,')}`, tagMatch: 'any' },
      fits: ({ tags }) => tags.includes('apt29') || tags.includes(turla),
    },
    { params: { owner: world.alice.id }, fits: ({ owner }) => owner === world.alice.id },
    {
      params: { status: 'MALICIOUS,UNKNOWN' },
      fits: (o) => /^(MALICIOUS|UNKNOWN)$/.test(o.status),
    },
    { params: { severity: 'SEVERE' }, fits: ({ severity }) => severity === 'SEVERE' },
    {
      params: { confidenceMin: '30', confidenceMax: '80' },
      fits: ({ confidence }) => confidence !== null && confidence >= 30 && confidence <= 80,
    },
    { params: { tlp: 'GREEN' }, fits: ({ tlp }) => tlp === 'GREEN' },
    {
      params: { review: 'REVIEWED_MANUALLY' },
      fits: (o) => o.reviewStatus === 'REVIEWED_MANUALLY',
    },
    { params: { publishedSince: middle }, fits: ({ publishedAt }) => publishedAt >= middle },
    { params: { publishedUntil: middle }, fits: ({ publishedAt }) => publishedAt < middle },
    { params: { changedSince: middle }, fits: ({ changedAt }) => changedAt >= middle },
    { params: { changedUntil: middle }, fits: ({ changedAt }) => changedAt < middle },
    {
      params: { activeSince: middle },
      fits: ({ firstActiveAt }) => firstActiveAt !== null && firstActiveAt >= middle,
    },
    {
      params: { reaction: 'HELPFUL,OUTDATED' },
      fits: (_, { summary: { discussion } }) =>
        ['HELPFUL', 'OUTDATED'].some((kind) => (discussion?.reactions[kind] ?? 0) > 0),
      isOfTalk: true,
    },
    { params: { expired: 'true' }, fits: () => true, isOver: true },
    { params: { disputed: 'true' }, fits: (_, { summary }) => summary.disputed },
    { params: { disputed: 'false' }, fits: (_, { summary }) => !summary.disputed },
    {
      params: { group: world.group.id },
      fits: ({ seenIn }) => seenIn.includes(`group:${world.group.id}`),
      isOfAudience: true,
    },
    { params: { sort: 'oldest' }, fits: () => true },
  ];
}

/** Two filters at once; undefined for those that can't be asked together. */
export function both(a: Filter, b: Filter): Filter | undefined {
  if (Object.keys(a.params).some((name) => name in b.params)) return undefined;
  // Nothing is between a time and itself.
  if ([a, b].every((one) => nameOf(one).startsWith('published'))) return undefined;
  if ([a, b].every((one) => nameOf(one).startsWith('changed'))) return undefined;
  // What an audience shows of times and disputes is that audience's: the whole view can't judge it.
  const isOfWhole = ({ params, isOfTalk }: Filter) =>
    isOfTalk || Object.keys(params).some((name) => /^(published|changed|disputed)/.test(name));
  const isOfOne = ({ isOfAudience, isOver }: Filter) => isOfAudience || isOver;
  if ((isOfOne(a) && isOfWhole(b)) || (isOfOne(b) && isOfWhole(a))) return undefined;
  if (isOfOne(a) && isOfOne(b)) return undefined;
  return {
    isOver: a.isOver || b.isOver || false,
    params: { ...a.params, ...b.params },
    fits: (...seen) => a.fits(...seen) && b.fits(...seen),
  };
}

/** All that a member may see, one indicator after the other: what searches are held against. */
export async function allSeen(
  { call }: Pick<Community, 'call'>,
  token: string,
  values: readonly string[],
  own: Iterable<string>,
): Promise<IndicatorSeen[]> {
  const read = async (path: string) => (await call(`GET /v1/${path}`, { token })).body;
  const answers = await Promise.all(
    values.map((value) => call(`GET /v1/indicators?value=${encodeURIComponent(value)}`, { token })),
  );
  const live = answers.flatMap(({ status, body }) => (status === 200 ? [body] : []));
  const seen = live.map(async (indicator): Promise<IndicatorSeen> => {
    const isCommented = indicator.summary.discussion?.comments > 0;
    const { comments } = isCommented
      ? await read(`indicators/${indicator.id}/comments`)
      : { comments: [] };
    return { ...indicator, over: [], comments: comments.map((one: { text: string }) => one.text) };
  });
  const owned = await Promise.all([...own].map((id) => read(`descriptors/${id}`)));
  const over = owned.filter(({ state }) => state === 'expired');
  const nothing = { summary: { disputed: false }, descriptors: [], comments: [] };
  return [
    ...(await Promise.all(seen)),
    ...over.map((one) => ({ ...nothing, id: one.indicatorId, over: [one] })),
  ];
}

export function expectedOf(
  seen: readonly IndicatorSeen[],
  { fits, isOver }: Filter,
  kind: SearchKind,
): Set<string> {
  const matching = seen.flatMap((indicator) =>
    (isOver ? indicator.over : indicator.descriptors).filter((opinion) =>
      fits(opinion, indicator, kind),
    ),
  );
  return new Set(matching.map(({ id, indicatorId }) => (kind === 'indicator' ? indicatorId : id)));
}

function nameOf({ params }: Filter): string {
  return Object.keys(params)[0] ?? '';
}
