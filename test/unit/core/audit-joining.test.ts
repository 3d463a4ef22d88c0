import { eventsOf } from '../../../lambdas/core/audit-changes';
import { readChange } from '../../../lambdas/store/audit-changes';

const by = { member: '12345678', credential: '7' };
const record = { id: 'r', at: 1, before: undefined };
const told = (pk: string, sk: string, after: object, before?: object) => {
  const images = { after: { ...after }, before: before && { ...before } };
  const change = readChange({ ...record, ...images, key: { pk, sk } });
  return change ? eventsOf(change) : [];
};

const applied = { state: 'proving', version: 5, contact: 'soc@acme.com', organisation: 'Acme' };

describe('the audit of joining', () => {
  it('tells of an application that came in, and nothing of whose it is', () => {
    const events = told('application/42', 'application', applied);

    expect(events).toMatchObject([
      { kind: 'application.received', chain: 'exchange', about: { application: '42' } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/acme/i);
  });

  it('tells who decided, on which application, and which member it made', () => {
    const approved = { ...applied, state: 'approved', memberId: '99', version: 6, by };

    const about = { application: '42', state: 'approved', memberId: '99', version: 6 };
    expect(told('application/42', 'application', approved, applied)).toMatchObject([
      { kind: 'application.changed', chain: '99', actor: 'other', credential: null, about },
      {
        ...{ kind: 'application.changed', chain: by.member, actor: 'own' },
        ...{ credential: by.credential, about },
      },
    ]);
  });

  it('tells which policy and which agreement are in force', () => {
    const policy = told('governance', 'policy', { document: { version: 9 }, by });
    const agreement = told('agreement', 'version/0000000002', { version: 2, text: 'x', by });

    expect(policy).toMatchObject([{ kind: 'policy.changed', about: { version: 9 } }]);
    expect(agreement).toMatchObject([{ kind: 'agreement.changed', about: { version: 2 } }]);
  });

  it('tells once what is kept twice', () => {
    expect(told('policies', '0000000000000009', { document: {}, by })).toEqual([]);
    expect(told('domain/acme.com', 'holder', { applicationId: '42' })).toEqual([]);
  });
});
