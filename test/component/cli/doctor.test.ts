import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionError, lambdaDouble, walked, wellDoctor } from './lambda-double';

describe('tocsin doctor', () => {
  it('walks to the end, slice after slice, and says healthy', async () => {
    const running = walked({ state: 'running', progress: { step: 'objects', done: 9, of: 256 } });
    const replies = { doctor: [wellDoctor], repairer: [running, running, walked()] };
    const { here, stop, invoked } = await lambdaDouble(replies);

    const { code, stdout, stderr } = await here('doctor');
    await stop();

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual([
      'lag       12 ms from a write to its index',
      'queue     IndexerParked: empty',
      'expirer   0 minutes behind',
      'walked    1,234 objects and 3 audiences',
      'found     nothing',
      'healthy',
    ]);
    const check = { job: 'check', seconds: 20 };
    expect(invoked()).toEqual([
      { name: 'Tocsin-dev-doctor-x1', body: {} },
      { name: 'Tocsin-dev-repairer-x1', body: { ...check, anew: true } },
      { name: 'Tocsin-dev-repairer-x1', body: { ...check, anew: false } },
      { name: 'Tocsin-dev-repairer-x1', body: { ...check, anew: false } },
    ]);
  });

  it('names each wrong thing with what mends it, and ends with 1', async () => {
    const ill = {
      ...wellDoctor,
      lag: { milliseconds: null, waitedSeconds: 10 },
      queues: [{ name: 'IndexerParked', messages: 3 }],
      expirerMinutesBehind: 7,
    };
    const drifted = walked({ drift: { row: 2, head: 1 }, findings: [{ kind: 'row', id: '5' }] });
    const { onAws, stop } = await lambdaDouble({ doctor: [ill], repairer: [drifted] });

    const { code, stdout } = await onAws('doctor', '--stage', 'prod');
    await stop();

    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.startsWith('wrong'))).toEqual([
      'wrong     what is written is not indexed within 10 s: README, Runbook: index lag',
      'wrong     IndexerParked holds 3 messages: tocsin redrive',
      'wrong     the expirer is 7 minutes behind: README, Runbook: expirer silent',
      'wrong     the index differs from the exchange in 3 places (row 2, head 1): tocsin reconcile',
    ]);
  });

  it('leaves the walk out with --quick, and tells what the last one left', async () => {
    const lastWalk = {
      ...{ job: 'check', at: '2026-11-22T09:00:00.000Z', objects: 10 },
      ...{ drift: { orphan: 2 }, repaired: {} },
    } as const;
    const doctor = [{ ...wellDoctor, expirerMinutesBehind: null, lastWalk }];
    const { here, stop, invoked } = await lambdaDouble({ doctor });

    const { code, stdout } = await here('doctor', '--quick', '--json');
    await stop();

    const answer = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(answer).toMatchObject({ healthy: false, doctor: { lastWalk }, walk: null });
    expect(answer.wrong[0].mend).toContain('--drop-orphans');
    expect(invoked()).toHaveLength(1);
  });

  it('says which function failed, and nothing of what it said', async () => {
    const { here, stop } = await lambdaDouble({ doctor: [functionError] });

    const { code, stderr } = await here('doctor');
    await stop();

    expect(code).toBe(4);
    expect(stderr).toBe('tocsin: Tocsin-dev-doctor-x1 failed; its log says why\n');
  });

  it('takes no answer that is not of the contract', async () => {
    const { here, stop } = await lambdaDouble({ doctor: [{ lag: 'none' }] });

    const { code, stderr } = await here('doctor');
    await stop();

    expect(code).toBe(4);
    expect(stderr).toContain('are both of one version?');
  });

  it('says that the exchange of this machine is not running, or was not started', async () => {
    const { here, stop, data } = await lambdaDouble({});
    await stop();

    const ended = await here('doctor');
    writeFileSync(join(data, 'endpoints.json'), '{"lambda": 5}');
    const broken = await here('doctor');
    rmSync(join(data, 'endpoints.json'));
    const never = await here('doctor');

    expect(ended).toMatchObject({ code: 4, stderr: expect.stringContaining('nothing answers') });
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('not an endpoints') });
    expect(never).toMatchObject({ code: 2, stderr: expect.stringContaining('--stage NAME') });
  });
});
