import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { indexKeys } from '../../../lambdas/store/index-keys';
import { communities } from '../../support/community';
import { discussions } from '../../support/discussions';
import { repairDeps, runJob } from '../../support/repairs';

const { community, newTables, sharedClient } = communities();
const everybody = { community: true };

async function scene() {
  const tables = await newTables();
  const world = await community({ tables });
  const talk = discussions(world);
  const { alice, bob } = world;
  const opinion = await talk.publish(alice, 'open.example', everybody);
  const other = await talk.publish(alice, 'other.example', everybody);
  const { indicatorId } = opinion;
  const said = await talk.comment(bob, indicatorId, 'seen it', everybody);
  const at = `/v1/indicators/${indicatorId}`;
  const relation = { kind: 'hosts', indicatorId: other.indicatorId, audience: everybody };
  const related = (await talk.send(bob, `POST ${at}/relations`, relation)).body;
  await talk.send(bob, `PUT ${at}/reactions/HELPFUL`, { audience: everybody });
  const deps = repairDeps(sharedClient(), tables, world.now);
  const commentRow = async () => {
    const { createdAt } = (await talk.read(bob, `/v1/comments/${said.id}`)).body;
    const ref = { kind: 'comment' as const, id: said.id, indicatorId };
    return indexKeys.rowOf('community', { ...ref, createdAt: Date.parse(createdAt) * 1000 });
  };
  const remove = (Key: object) =>
    sharedClient().send(new DeleteCommand({ TableName: tables.audienceIndex, Key: { ...Key } }));
  return { world, talk, opinion, other, said, related, deps, commentRow, remove };
}

describe('a walk over what is said', () => {
  it('finds nothing wrong, whether it is shown or waits for its subject', async () => {
    const { world, talk, opinion, deps } = await scene();

    const shown = await runJob({ job: 'check' }, deps);
    await talk.remove(world.alice, `/v1/descriptors/${opinion.id}`);
    const waiting = await runJob({ job: 'check' }, deps);

    expect(shown).toMatchObject({ state: 'done', drift: {}, failed: [] });
    expect(waiting).toMatchObject({ state: 'done', drift: {}, failed: [] });
  });

  it('puts back a row, and one that waits, and the way from the other end of a relation', async () => {
    const { world, talk, opinion, other, related, deps, commentRow, remove } = await scene();
    const { alice, carol } = world;

    await remove(await commentRow());
    const shown = await runJob({ job: 'reconcile' }, deps);
    await remove(indexKeys.relatedTo('community', other.indicatorId, related.id));
    const pointer = await runJob({ job: 'reconcile' }, deps);
    await talk.remove(alice, `/v1/descriptors/${opinion.id}`);
    await remove(await commentRow());
    const waiting = await runJob({ job: 'reconcile' }, deps);
    const after = await runJob({ job: 'check' }, deps);

    expect(shown.repaired).toMatchObject({ row: 1 });
    expect(pointer.repaired).toEqual({ pointer: 1 });
    expect(waiting.repaired).toMatchObject({ row: 1 });
    expect(after).toMatchObject({ drift: {}, failed: [] });
    await talk.publish(alice, 'open.example', everybody);
    expect(await talk.textsFor(carol, opinion.indicatorId)).toEqual(['seen it']);
    const back = await talk.read(carol, `/v1/indicators/${other.indicatorId}/related`);
    expect(back.body.related).toHaveLength(1);
  });

  it('rebuilds an audience with all that is said in it', async () => {
    const { world, talk, opinion, deps } = await scene();

    const rebuilt = await runJob({ job: 'rebuild-index' }, deps);
    const after = await runJob({ job: 'check' }, deps);

    expect(rebuilt).toMatchObject({ state: 'done', failed: [], missing: [] });
    expect(after).toMatchObject({ drift: {}, failed: [] });
    expect(await talk.textsFor(world.carol, opinion.indicatorId)).toEqual(['seen it']);
  });
});
