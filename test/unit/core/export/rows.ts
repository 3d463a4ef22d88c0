import type { Exportable, ExportRow } from '../../../../lambdas/core/export/export-row';

export function aRow(fields: Partial<ExportRow> = {}): ExportRow {
  return {
    ...{ type: 'DOMAIN', value: 'evil.example', status: 'MALICIOUS', confidence: 80 },
    ...{ tlp: 'AMBER', tags: ['phishing'], owners: 1, expiresAt: null, indicatorId: '17' },
    firstSeenAt: '2026-11-22T10:00:00.000Z',
    lastChangedAt: '2026-11-22T10:00:00.000Z',
    ...fields,
  };
}

type Opinion = Partial<Record<'owner' | 'status' | 'confidence' | 'expiresAt', unknown>>;

export function anIndicator(
  opinions: readonly Opinion[],
  more: Partial<Exportable> & { readonly disputed?: boolean } = {},
): Exportable {
  const { disputed = false, ...rest } = more;
  const { type, value, indicatorId, tlp, tags, owners, firstSeenAt, lastChangedAt } = aRow();
  return {
    ...{ id: indicatorId, type, value },
    summary: { owners, disputed, tlp, tags, firstSeenAt, lastChangedAt },
    descriptors: opinions.map((opinion, at) => ({
      ...{ id: String(at), type, value, version: 1, seenIn: [] },
      ...{ publishedAt: firstSeenAt, changedAt: lastChangedAt },
      ...{ owner: '1', status: 'MALICIOUS', confidence: null, expiresAt: null, ...opinion },
    })),
    complete: true,
    ...rest,
  };
}
