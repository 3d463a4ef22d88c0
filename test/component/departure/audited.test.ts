import { audited } from '../../support/audited';
import { communities } from '../../support/community';
import { departing } from '../../support/departures';

const { community, newTables, sharedClient } = communities();

describe('GET /v1/audit', () => {
  it('tells who quarantined a member and what became of its descriptors, and of no walk', async () => {
    const tables = await newTables(true);
    const inner = await departing(await community({ tables }));
    const world = await audited(sharedClient(), inner);
    await inner.publish('a.example', { community: true });

    await inner.decide('quarantined');
    await inner.sweepToTheEnd();
    await inner.decide('active');
    await inner.sweepToTheEnd();
    await world.audit();

    const { body } = await world.call('GET /v1/audit', { token: inner.dora.token });
    const entries: { kind: string; actor: string }[] = body.entries;
    const told = entries.filter(
      ({ kind }) => !['member.admitted', 'credential.issued'].includes(kind),
    );
    expect(told.map(({ kind, actor }) => `${kind} ${actor}`).sort()).toEqual([
      'descriptor.published own',
      'descriptor.quarantined exchange',
      'descriptor.reinstated exchange',
      'group.joined other',
      'hiding.begun exchange',
      'hiding.ended exchange',
      'member.quarantined other',
      'member.reinstated other',
    ]);
  });
});
