import { egressRules } from '../../../lambdas/platform/egress';

const env = {
  STAGE: 'dev',
  EGRESS_PORTS: '443',
  EGRESS_OWN: '',
  EGRESS_LOOPBACK: 'false',
  DNS_SERVERS: '',
} as const;

describe('what a function may call', () => {
  it('is https at the ports of its stage', () => {
    const rules = egressRules({ ...env, STAGE: 'prod', EGRESS_PORTS: '443,8443' });

    expect(rules).toEqual({ ports: [443, 8443], allowsLoopback: false, ownHosts: [] });
  });

  it('is never the exchange itself, by none of its names', () => {
    const EGRESS_OWN = 'https://a1b2.execute-api.eu-central-1.amazonaws.com,https://api.example';

    expect(egressRules({ ...env, EGRESS_OWN }).ownHosts).toEqual([
      'a1b2.execute-api.eu-central-1.amazonaws.com',
      'api.example',
    ]);
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
