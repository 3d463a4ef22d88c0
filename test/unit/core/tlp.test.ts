import fc from 'fast-check';
import type { Audience } from '../../../lambdas/core/audience';
import { defaultPolicy, policy } from '../../../lambdas/core/policy';
import { judgeTlp, tlpWarnings } from '../../../lambdas/core/tlp';
import { defaultTlpRules, type Tlp, tlps } from '../../../lambdas/core/tlp-rules';

const audiences = fc.uniqueArray(
  fc.constantFrom<Audience>('community', 'group:1', 'group:2', 'member:3', 'member:4'),
);

describe('a TLP against the audiences of a write', () => {
  it.each<[Tlp, Audience[], string]>([
    ['RED', [], 'allowed'],
    ['RED', ['member:3'], 'allowed'],
    ['RED', ['group:1'], 'warned'],
    ['RED', ['community'], 'refused'],
    ['RED', ['member:3', 'community'], 'refused'],
    ['RED', ['group:1', 'member:3'], 'warned'],
    ['AMBER+STRICT', ['group:1'], 'allowed'],
    ['AMBER+STRICT', ['community'], 'warned'],
    ['AMBER', ['community'], 'allowed'],
    ['GREEN', ['community'], 'allowed'],
    ['CLEAR', ['community', 'group:1', 'member:3'], 'allowed'],
  ])('%s to %j is %s by default', (tlp, named, kind) => {
    expect(judgeTlp(tlp, named, defaultTlpRules).kind).toBe(kind);
  });

  it('goes by the policy that is in force', () => {
    const strict = { ...defaultTlpRules.RED, groups: 'refuse', members: 'refuse' } as const;
    const rules = { ...defaultTlpRules, RED: strict };

    expect(judgeTlp('RED', ['member:3'], rules).kind).toBe('refused');
    expect(judgeTlp('RED', [], rules).kind).toBe('allowed');
    expect(() => tlpWarnings('RED', ['group:1'], rules)).toThrow('not for a whole group');
  });

  it('is never milder for more audiences', () => {
    const severity = ['allowed', 'warned', 'refused'];
    const severityOf = (tlp: Tlp, named: readonly Audience[]) =>
      severity.indexOf(judgeTlp(tlp, named, defaultTlpRules).kind);

    fc.assert(
      fc.property(fc.constantFrom(...tlps), audiences, audiences, (tlp, some, more) => {
        const all = [...new Set([...some, ...more])];
        expect(severityOf(tlp, all)).toBe(Math.max(severityOf(tlp, some), severityOf(tlp, more)));
      }),
    );
  });

  it('has a rule for every TLP where a stored policy says nothing of it', () => {
    const { tlp } = policy.parse({ version: 3, reason: 'from before' });

    expect(tlp).toEqual(defaultPolicy.tlp);
    expect(Object.keys(tlp).sort()).toEqual([...tlps].sort());
    expect(policy.safeParse({ version: 3, reason: '', tlp: { RED: tlp.RED } }).success).toBe(false);
  });
});
