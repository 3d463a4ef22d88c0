import { graphWords } from '../../../lambdas/core/graph-words';
import { tagId } from '../../../lambdas/core/tag';

it('an opinion has the names and forms of ThreatExchange, and nothing that is not said', () => {
  const words = graphWords({
    ...{ id: '1', indicatorId: '2', owner: '3', type: 'DOMAIN', value: 'a.example' },
    ...{ raw: 'A.example', status: 'MALICIOUS', reviewStatus: 'UNREVIEWED', tlp: 'AMBER+STRICT' },
    ...{ tags: ['lure'], confidence: 0, description: '', sourceUri: null, firstActiveAt: null },
    expiresAt: '2026-12-24T18:00:00.000Z',
  });

  expect(words).toEqual({
    ...{ id: '1', indicator_id: '2', owner: { id: '3' }, type: 'DOMAIN', indicator: 'a.example' },
    ...{ raw_indicator: 'A.example', status: 'MALICIOUS', review_status: 'UNREVIEWED' },
    ...{ share_level: 'AMBER', tags: { data: [{ id: tagId('lure'), text: 'lure' }] } },
    ...{ confidence: 0, expired_on: '2026-12-24T18:00:00+0000' },
  });
});

it('so has what is said of one', () => {
  const said = { id: '1', owner: '3', reaction: 'HELPFUL', descriptorId: '4', replyTo: null };

  expect(graphWords({ ...said, createdAt: '2026-12-24T18:00:00.000Z' })).toEqual({
    ...{ id: '1', owner: { id: '3' }, reaction: 'HELPFUL', descriptor_id: '4' },
    added_on: '2026-12-24T18:00:00+0000',
  });
});
