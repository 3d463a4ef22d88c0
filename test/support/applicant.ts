import { txtResolver } from '../../lambdas/platform/dns';
import type { communities } from './community';
import { startDnsServer } from './dns-server';

/** What a company says that nothing is wrong with. */
export const acme = {
  organisation: 'Acme Bank',
  sector: 'financial_services',
  organisationClass: 'company',
  country: 'DE',
  contact: 'soc@acme.com',
  domain: 'acme.com',
  purpose: 'To share what phishes our customers.',
  agreement: { version: 1 },
};

type Made = Awaited<ReturnType<ReturnType<typeof communities>['community']>>;

/** A community that organisations may apply to, with a name server where they prove their domains. */
export async function openCommunity(community: ReturnType<typeof communities>['community']) {
  const dns = await startDnsServer();
  const made: Made = await community({ resolveTxt: txtResolver([dns.address]) });
  const { call, operator } = made;
  const apply = (change: object = {}, headers: Record<string, string> = {}) =>
    call('POST /v1/applications', { body: { ...acme, ...change }, headers });
  const prove = (page: string) => call(`POST ${page}/proof`);
  const asOperator = { token: operator.token };
  const read = async (id: string) => (await call(`GET /v1/applications/${id}`, asOperator)).body;
  const decide = async (id: string, body: object, headers: Record<string, string> = {}) => {
    const { version } = await read(id);
    const sent = { version, ...body };
    return call(`POST /v1/applications/${id}/decisions`, { ...asOperator, body: sent, headers });
  };
  /** As its applicant does it. */
  const publishProof = ({ challenge }: { challenge: { name: string; value: string } }) =>
    dns.zones.set(challenge.name, { txt: [['v=spf1 -all'], [challenge.value]] });
  const applied = async (change: object = {}) => {
    const { body } = await apply(change);
    return body as { id: string; statusPage: string; challenge: { name: string; value: string } };
  };
  const proved = async (change: object = {}) => {
    const application = await applied(change);
    publishProof(application);
    await prove(application.statusPage);
    return application;
  };
  return {
    ...{ ...made, dns, apply, applied, prove, proved, publishProof, read, decide },
    stop: () => dns.stop(),
  };
}
