import { exported } from '../../../../lambdas/core/export/export-row';
import { anIndicator } from './rows';

const malicious = { statuses: ['MALICIOUS'] } as const;

describe('exported', () => {
  it('stands on the opinions that pass, and tells the surest and the last end', () => {
    const indicator = anIndicator([
      { owner: '1', confidence: 60, expiresAt: '2026-12-01T00:00:00Z' },
      { owner: '2', confidence: 90, expiresAt: '2026-11-25T00:00:00Z' },
      { owner: '3', confidence: 10, expiresAt: '2026-11-23T00:00:00Z' },
      { owner: '4', status: 'SUSPICIOUS', confidence: 99 },
    ]);

    const found = exported(indicator, { ...malicious, confidence: 50 });

    expect(found).toMatchObject({
      row: { status: 'MALICIOUS', confidence: 90, expiresAt: '2026-12-01T00:00:00Z' },
      owners: ['1', '2'],
    });
  });

  it.each([
    ['is disputed', anIndicator([{}], { disputed: true })],
    ['may be disputed by an opinion that was not read', anIndicator([{}], { complete: false })],
    ['has another status', anIndicator([{ status: 'SUSPICIOUS' }])],
    ['is nobody’s opinion any more', anIndicator([])],
  ])('leaves out what %s', (_, indicator) => {
    expect(exported(indicator, malicious)).toBeUndefined();
  });

  it.each([
    [49, false],
    [50, true],
    [null, false],
  ])('asked for a confidence of 50, of %s it says %s', (confidence, passes) => {
    const found = exported(anIndicator([{ confidence }]), { ...malicious, confidence: 50 });

    expect(found !== undefined).toBe(passes);
  });

  it('asked for no confidence takes what says none', () => {
    expect(exported(anIndicator([{}]), malicious)?.row.confidence).toBeNull();
  });
});
