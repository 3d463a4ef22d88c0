import { egressRules } from '../../../lambdas/platform/egress';

const env = {
  STAGE: 'dev',
  EGRESS_PORTS: '443',
  EGRESS_LOOPBACK: 'false',
  DNS_SERVERS: '',
} as const;

describe('what a function may call', () => {
  it('is https at the ports of its stage', () => {
    const rules = egressRules({ ...env, STAGE: 'prod', EGRESS_PORTS: '443,8443' });

    expect(rules).toEqual({ ports: [443, 8443], allowsLoopback: false });
  });

  it('is its own machine too where the local cloud says so', () => {
    expect(egressRules({ ...env, EGRESS_LOOPBACK: 'true' })).toMatchObject({
      allowsLoopback: true,
    });
  });

  it.each(['prod', 'twin', ''])('is not its own machine in any other stage: %j', (STAGE) => {
    expect(() => egressRules({ ...env, STAGE, EGRESS_LOOPBACK: 'true' })).toThrow(
      'EGRESS_LOOPBACK is for the local cloud',
    );
  });
});
