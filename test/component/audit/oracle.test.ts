import { isDeepStrictEqual } from 'node:util';
import { auditBatch } from '../../../lambdas/audit/audit-batch';
import { accessOf } from '../../../lambdas/contracts/policy-table';
import { routes } from '../../../lambdas/contracts/routes';
import type { AuditEntry, AuditKind } from '../../../lambdas/core/audit';
import { allEntries, chainFaults } from '../../support/audit-entries';
import { kindsOfAct } from '../../support/audit-kinds';
import { audited, streamsOf } from '../../support/audited';
import { communities, type TestMember } from '../../support/community';
import type { Answer } from '../../support/exchange';
import { seeded } from '../../support/hostile';
import { scan } from '../../support/stored';
import { firstKind, lookAt } from '../../support/twin-world-looks';
import { Pool, pick } from '../../support/twin-world-pool';
import { values } from '../../support/twin-world-samples';

const { community, newTables, sharedClient } = communities();

const acts = 700;

/** What a member may ask; writes twice as often, since most of what is drawn is refused. */
const memberRoutes = routes
  .filter(({ operationId }) => accessOf(operationId) !== 'operate')
  .flatMap((route) => (route.isRead ? [route] : [route, route]));

/** How many lines of data a file has: comments are none, nor is the head of a table. */
function exported({ text }: Answer): number {
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.length - (text.startsWith('"type"') ? 1 : 0);
}

function isFound({ indicators = [], descriptors = [] }: Answer['body']): boolean {
  return indicators.length + descriptors.length > 0;
}

/** The reads that go through the queue, and of which of their answers: what hands nothing over tells nothing. */
const bulkReads = new Map<string, readonly [AuditKind, (answer: Answer, id: string) => boolean]>([
  ['exportFeed', ['export.read', (answer) => exported(answer) > 0]],
  ['exportSearch', ['export.read', (answer) => exported(answer) > 0]],
  ['readListContent', ['list.read', ({ status }) => status === 200]],
  ['search', ['search.read', ({ body }) => isFound(body) && body.readAs?.mode !== 'exact']],
  ['readFeed', ['feed.read', ({ body }) => body.changes.length > 0]],
  ['lookUp', ['values.looked_up', () => true]],
  ['planShares', ['shares.planned', () => true]],
  // Of its own it would never come to an end.
  ['readAuditOf', ['audit.read', ({ body }, id) => body.chain !== id]],
]);

async function newWorld() {
  const tables = await newTables(true);
  const world = await audited(sharedClient(), await community({ tables }));
  const pool = new Pool();
  const { operator, alice, bob, carol, group } = world;
  for (const { id } of [operator, alice, bob, carol]) pool.add('members', id, 'visible');
  pool.add('groups', group.id, 'visible');
  for (const [at, { token }] of [alice, bob, carol].entries()) {
    const body = { value: values[at], status: 'MALICIOUS', audience: { community: true } };
    const { body: made } = await world.call('POST /v1/descriptors', { token, body });
    pool.learn(made, 'descriptors', 'visible');
  }
  return { ...world, pool };
}
type World = Awaited<ReturnType<typeof newWorld>>;

/** The truth: an act that leaves it as it was has not happened, whatever it was answered. */
async function truthOf({ tables }: World) {
  const items = [tables.directory, tables.exchange].map((table) => scan(sharedClient(), table));
  return new Map(
    (await Promise.all(items)).flat().map((item) => [`${item['pk']} ${item['sk']}`, item]),
  );
}

function changedIn(before: Awaited<ReturnType<typeof truthOf>>, after: typeof before): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
}

/** A secret, and what only people write: of these an entry may hold none. */
function wordsOf(sent: unknown): string[] {
  if (typeof sent === 'string') return /[ .@|]|^tocsin/.test(sent) && sent.length > 5 ? [sent] : [];
  return typeof sent === 'object' && sent !== null ? Object.values(sent).flatMap(wordsOf) : [];
}

describe('the audit, held against random acts over all routes', () => {
  it('has what was done and what was read, each once, and nothing else; no word and no secret', async () => {
    const world = await newWorld();
    const draw = seeded(4);
    const everybody = [world.operator, world.alice, world.bob, world.carol];
    await world.audit();
    let entries = await allEntries(sharedClient(), world);
    const wrong: string[] = [];
    const words: string[] = [];
    const met = { changes: 0, reads: 0, nothing: 0 };
    for (let n = 0; n < acts; n++) {
      const actor = pick(everybody, draw);
      await actOnce(actor, n);
    }

    async function actOnce({ id, token }: TestMember, n: number) {
      const mine = id === world.operator.id ? routes : memberRoutes;
      const aim = draw() < 0.95 ? 'visible' : pick(['absent', 'bent'] as const, draw);
      const request = lookAt(pick(mine, draw), aim, world.pool, draw);
      const { operationId } = request.route;
      const before = await truthOf(world);
      const answer = await world.call(request.line, { ...request.call, token });
      if (answer.status < 300) world.pool.learn(answer.body, firstKind(request.route), 'visible');
      await world.index();
      await world.audit();
      const changed = changedIn(before, await truthOf(world));
      const all = await allEntries(sharedClient(), world);
      const known = new Set(entries.map((entry) => `${entry.chain} ${entry.n}`));
      const fresh = all.filter((entry) => !known.has(`${entry.chain} ${entry.n}`));
      entries = all;
      words.push(...wordsOf(request.call.body), ...wordsOf(answer.body?.token));
      const told = `${n}: ${request.line} ${answer.status}, changed ${changed}: ${fresh.map(({ chain, kind, actor }) => `${chain === id ? 'own' : chain} ${kind} ${actor}`)}`;
      if (!isRight(fresh)) wrong.push(told);

      function isRight(added: readonly AuditEntry[]): boolean {
        const own = added.filter(({ chain, actor }) => chain === id && actor === 'own');
        const [read, isHanded] = bulkReads.get(operationId) ?? [];
        if (read && answer.status < 300 && isHanded?.(answer, id)) {
          met.reads += 1;
          return added.length === 1 && own.length === 1 && own[0]?.kind === read;
        }
        if (changed.length === 0) met.nothing += 1;
        else met.changes += 1;
        if (changed.length === 0) return added.length === 0;
        const told = kindsOfAct[operationId] ?? [];
        const isKnown = added.every(
          ({ actor, kind }) => actor !== 'unknown' && told.includes(kind),
        );
        // Whoever applies, or reports a leak, has no credential.
        const isByNobody = accessOf(operationId) === 'public' && added.length > 0;
        return isKnown && (own.length > 0 || isByNobody);
      }
    }

    expect(wrong).toEqual([]);
    // Of each there were some: an oracle that was never asked proves nothing.
    expect([met.changes > 30, met.reads > 10, words.length > 100]).toEqual([true, true, true]);
    const text = JSON.stringify(entries);
    expect(words.filter((word) => text.includes(word))).toEqual([]);
    await auditBatch(await (await streamsOf(sharedClient(), world))(), world.auditor);
    expect(await allEntries(sharedClient(), world)).toEqual(entries);
    expect(await chainFaults(sharedClient(), world)).toEqual([]);
  }, 120_000);
});
