import { lambdaDouble, walked } from './lambda-double';

describe('tocsin reconcile', () => {
  it('says what it found and mended', async () => {
    const findings = Array.from({ length: 12 }, (_, at) => ({
      kind: 'row',
      audience: 'community',
      id: String(at),
    }));
    const reply = walked({
      job: 'reconcile',
      drift: { row: 12, due: 1 },
      repaired: { row: 12, due: 1 },
    });
    const { here, stop, invoked } = await lambdaDouble({ repairer: [{ ...reply, findings }] });

    const { code, stdout } = await here('reconcile');
    await stop();

    const lines = stdout.trim().split('\n');
    expect(code).toBe(0);
    expect(lines).toContain('found     row 12, due 1');
    expect(lines).toContain('  row     community 0');
    expect(lines).toContain('  … 2 more with --json');
    expect(lines.slice(-2)).toEqual(['repaired  row 12, due 1', 'the index is mended']);
    expect(invoked()[0]?.body).toEqual({
      ...{ job: 'reconcile', dropOrphans: false, anew: true, seconds: 20 },
    });
  });

  it('changes nothing with --check, and ends with 1 when something differs', async () => {
    const { here, stop, invoked } = await lambdaDouble({
      repairer: [walked({ drift: { summary: 1 } })],
    });

    const { code, stdout } = await here('reconcile', '--check', '--json');
    const both = await here('reconcile', '--check', '--drop-orphans');
    await stop();

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ drift: { summary: 1 }, repaired: {} });
    expect(invoked().map(({ body }) => body.job)).toEqual(['check']);
    expect(both.code).toBe(2);
  });

  it('ends with 1 while orphans or what failed are left', async () => {
    const failed = [{ id: '8', reason: 'the row cannot be read' }];
    const reply = walked({ job: 'reconcile', drift: { orphan: 2 }, failed });
    const { here, stop } = await lambdaDouble({ repairer: [reply] });

    const { code, stdout } = await here('reconcile');
    await stop();

    expect(code).toBe(1);
    expect(stdout).toContain('failed    8: the row cannot be read');
    expect(stdout).toContain('tocsin reconcile --drop-orphans');
    expect(stdout).toContain('1 object could not be looked at or mended');
  });

  it('says what is missing when it is refused', async () => {
    const reply = walked({ job: 'reconcile', state: 'refused', missing: ['Directory: no member'] });
    const { here, stop } = await lambdaDouble({ repairer: [reply] });

    const { code, stdout } = await here('reconcile', '--drop-orphans');
    await stop();

    expect(code).toBe(1);
    expect(stdout).toContain('the exchange is not whole: Directory: no member: restore');
  });

  it('waits while another walk is at work, and then begins or goes on with that one', async () => {
    const busy = walked({ state: 'busy' });
    const { here, stop, invoked } = await lambdaDouble({ repairer: [busy, busy, walked()] });

    const { code, stderr } = await here('reconcile');
    await stop();

    expect(code).toBe(0);
    expect(stderr.match(/another walk is at work/g)).toHaveLength(1);
    expect(invoked().map(({ body }) => body.anew)).toEqual([true, false, false]);
  });

  it('gives up waiting when its patience is over', async () => {
    const { here, stop, invoked } = await lambdaDouble({ repairer: [walked({ state: 'busy' })] });

    const { code, stdout } = await here('reconcile', '--patience', '0');
    await stop();

    expect(code).toBe(1);
    expect(stdout).toContain('another walk is still at work');
    expect(invoked()).toHaveLength(1);
  });

  it('goes on from where an interrupted one stopped with --resume', async () => {
    const { here, stop, invoked } = await lambdaDouble({ repairer: [walked()] });

    await here('reconcile', '--resume');
    await stop();

    expect(invoked().map(({ body }) => body.anew)).toEqual([false]);
  });
});

describe('tocsin rebuild-index', () => {
  it('rebuilds the audiences that are named', async () => {
    const reply = walked({ job: 'rebuild-index', repaired: { row: 40 } });
    const { onAws, stop, invoked } = await lambdaDouble({ repairer: [reply] });
    const names = ['community', 'group:12', 'member:34'];

    const { code, stdout } = await onAws('rebuild-index', ...names, '--yes', '--stage', 'dev');
    await stop();

    expect(code).toBe(0);
    expect(stdout).toContain('rebuilt   community, group:12, member:34');
    expect(invoked()[0]?.body).toMatchObject({ job: 'rebuild-index', audiences: names });
  });

  it.each([
    ['which audiences?'],
    ['which audiences?', '--all', 'community'],
    ["'me' is no audience", 'me'],
    ["no group 'Nobody'", 'group:Nobody'],
    ['Give --yes', '--all'],
  ])('refuses before it changes anything: %s', async (message, ...args) => {
    const { here, stop, invoked } = await lambdaDouble({ repairer: [walked()] });

    const { code, stderr } = await here('rebuild-index', ...args);
    await stop();

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(invoked()).toEqual([]);
  });
});

describe('tocsin redrive', () => {
  it('ends with 0 when nothing is left', async () => {
    const { here, stop } = await lambdaDouble({
      redriver: [{ redriven: 1, left: [] }],
      'audit-redriver': [{ redriven: 2, left: [] }],
      'matcher-redriver': [{ redriven: 0, left: [] }],
      'notifier-redriver': [{ redriven: 4, left: [] }],
    });

    const { code, stdout } = await here('redrive');
    await stop();

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'redriven  7 changes\n' });
  });

  it('names what is left with its reason, and ends with 1', async () => {
    const left = [{ what: 'descriptor 5', reason: 'its row\u001b[2J cannot be read' }];
    const { here, stop } = await lambdaDouble({
      redriver: [{ redriven: 0, left }],
      'audit-redriver': [{ redriven: 0, left: [] }],
      'matcher-redriver': [{ redriven: 0, left: [] }],
      'notifier-redriver': [{ redriven: 0, left: [{ what: '7', reason: 'TypeError' }] }],
    });

    const { code, stdout } = await here('redrive');
    await stop();

    expect(code).toBe(1);
    expect(stdout).toContain('left      descriptor 5: its row\\u{1b}[2J cannot be read\n');
    expect(stdout).toContain('left      7: TypeError\n');
  });
});
