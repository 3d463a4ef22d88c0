import fc from 'fast-check';
import type { AudienceRow, Change } from '../../../lambdas/core/commit-plan';
import type { Summary } from '../../../lambdas/core/summary';
import { planSummaries, resummarise } from '../../../lambdas/core/summary-plan';

const indicatorId = '77';
const expiries = [null, null, '2027-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'];

function rowText(
  id: string,
  { status, tlp }: Pick<Step, 'status' | 'tlp'>,
  tags: readonly string[],
  expiry: number,
): string {
  const opinion = { status, tlp, tags, expiresAt: expiries[expiry] ?? null };
  return JSON.stringify({ id, owner: `o${id}`, type: 'DOMAIN', value: 'a.example', ...opinion });
}

const step = fc.record({
  object: fc.nat(24),
  status: fc.constantFrom('MALICIOUS', 'NON_MALICIOUS', 'UNKNOWN'),
  tlp: fc.constantFrom('CLEAR', 'AMBER', 'RED'),
  tags: fc.uniqueArray(
    fc.nat(90).map((n) => `t${n}`),
    { maxLength: 12 },
  ),
  expiry: fc.nat(3),
  isGone: fc.boolean(),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A partition as the indexer keeps it: rows, and the summary that it adjusts. */
function apply(rows: Map<string, AudienceRow>, steps: readonly Step[], position: number): Change[] {
  return steps.map(({ object, status, tlp, tags, expiry, isGone }, at) => {
    const id = String(100 + object);
    const before = rows.get(id);
    const place = { id, indicatorId, source: position + at, position: position + at };
    const firstSeen = before?.projection === undefined ? position + at : before.firstSeen;
    const after = isGone
      ? { ...place, firstSeen }
      : { ...place, firstSeen, projection: rowText(id, { status, tlp }, [...tags].sort(), expiry) };
    rows.set(id, after);
    return { before, after, isAnew: false };
  });
}

describe('a summary that is adjusted change by change', () => {
  it('equals the one made from the rows', () => {
    const commits = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { maxLength: 20 });
    fc.assert(
      fc.property(commits, (runs) => {
        const rows = new Map<string, AudienceRow>();
        let summary: Summary | undefined;
        runs.forEach((run, at) => {
          const standing = [...rows.values()];
          const changes = apply(rows, run, (at + 1) * 100);
          const present = new Map(summary ? [[indicatorId, summary]] : []);
          const [planned] = planSummaries(present, changes);
          const remade = resummarise(standing, changes);

          const next = planned?.after;
          if (next !== 'reread') {
            const { lastChange: _, ...adjusted } = next ?? { lastChange: 0 };
            const { lastChange: __, ...expected } = remade ?? { lastChange: 0 };
            expect(adjusted).toEqual(expected);
          }
          summary = remade;
        });
      }),
      { numRuns: 300 },
    );
  });

  it('asks for the rows only where what leaves held a minimum or a place in a cut list', () => {
    const rows = new Map<string, AudienceRow>();
    const say = (object: number, isGone = false) => ({
      ...{
        object,
        status: 'MALICIOUS' as const,
        tlp: 'AMBER' as const,
        tags: ['a'],
        expiry: 0,
        isGone,
      },
    });
    const changes = apply(rows, [say(1), say(2)], 100);
    const summary = resummarise([], changes);
    const present = new Map(summary ? [[indicatorId, summary]] : []);

    const [later] = planSummaries(present, apply(new Map(rows), [say(2, true)], 200));
    const [first] = planSummaries(present, apply(new Map(rows), [say(1, true)], 200));

    expect(later?.after).toMatchObject({ counts: { MALICIOUS: 1 }, tags: { a: 1 } });
    expect(first?.after).toBe('reread');
  });
});
