import { lambdaDouble } from './lambda-double';
import { tocsin } from './run-tocsin';

const created = { status: 'created', operatorId: '77', token: '77|secret' };
const before = { status: 'already_bootstrapped', operatorId: '77' };

describe('tocsin bootstrap', () => {
  it('prints the token of the operator alone on stdout', async () => {
    const { onAws, stop, invoked } = await lambdaDouble({ bootstrap: [created] });

    const { code, stdout, stderr } = await onAws('bootstrap', '--stage', 'prod');
    await stop();

    expect(code).toBe(0);
    expect(stdout).toBe('77|secret\n');
    expect(stderr).toContain('it is not shown again');
    expect(invoked().map(({ name }) => name)).toEqual(['Tocsin-prod-bootstrap-x1']);
  });

  it('ends with 1 the second time, of a function that is named', async () => {
    const { onAws, stop, invoked } = await lambdaDouble({ bootstrap: [before] });
    const named = ['--function', 'mine-bootstrap-x1'];

    const { code, stdout, stderr } = await onAws('bootstrap', '--stage', 'prod', ...named);
    await stop();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the operator 77 has its credential already');
    expect(invoked().map(({ name }) => name)).toEqual(['mine-bootstrap-x1']);
  });

  it('says for what it looked when there is no function of that stage', async () => {
    const { onAws, stop } = await lambdaDouble({});

    const { code, stderr } = await onAws('bootstrap', '--stage', 'qa');
    await stop();

    expect(code).toBe(4);
    expect(stderr).toContain("in this account and region for the function 'Tocsin qa: bootstrap'");
  });

  it('guesses no stage, and says where a local cloud writes where it listens', async () => {
    const { code, stderr } = await tocsin(['bootstrap']);

    expect(code).toBe(2);
    expect(stderr).toContain('/nonexistent/endpoints.json');
  });
});
