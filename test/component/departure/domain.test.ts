import { openCommunity } from '../../support/applicant';
import { communities, type TestMember } from '../../support/community';

const { community } = communities();

/** A member that applied and was admitted, with its first credential. */
async function admitted() {
  const world = await openCommunity(community);
  const { id, statusPage } = await world.proved();
  await world.decide(id, { decision: 'approve', reason: 'Welcome.' });
  const { body } = await world.call(`POST ${statusPage}/claim`);
  const acme: TestMember = { id: body.memberId, token: body.token };
  const { call, operator } = world;
  const line = `/v1/members/${acme.id}/state`;
  const standing = async () => (await call(`GET ${line}`, { token: operator.token })).body;
  const sweepToTheEnd = async () => {
    for (let minute = 0; minute < 10; minute++) {
      world.wait(60);
      await world.sweep();
      if ((await standing()).sweep === null) return;
    }
    throw new Error('the walk does not end');
  };
  /** How its organisation fares when it applies once more. */
  const applyAnew = async () => {
    const anew = await world.proved();
    return world.read(anew.id);
  };
  return { ...world, acme, line, standing, sweepToTheEnd, applyAnew };
}

describe('the domain of a member that has left', () => {
  it('is free when its withdrawal has ended, and not before', async () => {
    const { acme, call, applyAnew, sweepToTheEnd, decide, stop } = await admitted();
    await call('POST /v1/me/withdrawal', { token: acme.token, body: { memberId: acme.id } });

    const early = await applyAnew();
    await sweepToTheEnd();
    const late = await applyAnew();
    const back = await decide(late.id, { decision: 'approve', reason: 'Welcome back.' });
    stop();

    expect(resultOf(early, 'duplicate')).toBe('failed');
    expect(resultOf(late, 'duplicate')).toBe('passed');
    expect(back.body.state).toBe('approved');
    expect(back.body.memberId).not.toBe(acme.id);
  });

  it('stays taken where it was expelled, until the operator makes an exception', async () => {
    const { call, operator, line, standing, applyAnew, sweepToTheEnd, decide, stop } =
      await admitted();
    const { version } = await standing();
    const body = { state: 'expelled', reason: 'It sold what it got.', version };
    await call(`POST ${line}`, { token: operator.token, body });
    await sweepToTheEnd();

    const one = await applyAnew();
    const overrides = [{ check: 'duplicate', reason: 'New owners.' }];
    const excepted = await decide(one.id, { decision: 'approve', reason: 'Welcome.', overrides });
    stop();

    expect(resultOf(one, 'duplicate')).toBe('failed');
    expect(excepted.body.state).toBe('approved');
  });
});

function resultOf({ checks }: { checks: { name: string; result: string }[] }, wanted: string) {
  return checks.find(({ name }) => name === wanted)?.result;
}
