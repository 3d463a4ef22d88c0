import { environment } from '../../lambdas/contracts/environment';
import { type FunctionName, functionNames, functions } from '../../lib/functions';
import { keysOf } from '../../lib/keys-of';
import { queues } from '../../lib/queues';
import { stages } from '../../lib/stage';
import { tableNames, tables } from '../../lib/tables';
import { statementsOf } from './policies';
import { resourcesOf, synthesize } from './synthesized';

const templates = synthesize(stages.prod);
const statements = statementsOf(templates);

function statementsOfFunction(name: FunctionName) {
  const role = new RegExp(`^(Api|Pipeline)/${functions[name].id}Role[0-9A-F]{8} `);
  return statements.filter(({ at }) => role.test(at));
}

function tablesTouchedBy(name: FunctionName) {
  return Object.fromEntries(
    tableNames.flatMap((table) => {
      const found = statementsOfFunction(name).filter(({ resources }) =>
        resources.includes(`${tables[table].id}.Arn`),
      );
      return found.length > 0 ? [[table, found.flatMap(({ actions }) => actions)]] : [];
    }),
  );
}

function functionsThat(action: RegExp, resource: string): FunctionName[] {
  return functionNames.filter((name) =>
    statementsOfFunction(name).some(
      ({ actions, resources }) =>
        resources.includes(resource) && actions.some((each) => action.test(each)),
    ),
  );
}

const writing = /:(Put|Update|Delete|BatchWrite)/;

describe('the role of a function', () => {
  it.each(functionNames)('%s names the tables and actions of its record, no others', (name) => {
    const recorded = keysOf(functions[name].tables).map((table) => [
      table,
      (functions[name].tables[table] ?? []).map((action) => `dynamodb:${action}`),
    ]);

    expect(tablesTouchedBy(name)).toEqual(Object.fromEntries(recorded));
  });

  it.each(functionNames)('%s has no statement that nobody asked for', (name) => {
    const { id, tables: touched, indexes = {}, readsKeys, opensSecrets } = functions[name];
    const expected = [
      'Log',
      ...keysOf(touched).map((table) => tables[table].id),
      ...keysOf(indexes).map((table) => `${tables[table].id}Indexes`),
      ...(readsKeys ? ['Keys'] : []),
      ...(opensSecrets ? ['WebhookKeys'] : []),
      ...(keysOf(touched).length > 0 ? ['Decryption'] : []),
      ...(functions[name].streams ?? []).map((table) => `${tables[table].id}Stream`),
      ...keysOf(functions[name].queues ?? {}).map((queue) => queues[queue].id),
      ...(functions[name].artifacts ? ['Artifacts', 'ArtifactsList'] : []),
    ];

    const found = statementsOfFunction(name).map(({ at }) => at.replace(/^.* /, ''));

    expect(found).toEqual(expected);
    expect(id).toMatch(/^[A-Z]/);
  });

  it('lets only who publishes and discusses, the expirer and the sweeper write the truth', () => {
    expect(functionsThat(writing, 'Exchange.Arn')).toEqual([
      'publish',
      'discuss',
      'threatexchange',
      'expirer',
      'sweeper',
      'doctor',
    ]);
  });

  it('lets the doctor write probes into the truth, and nothing else', () => {
    const template = JSON.stringify(templates);
    const conditions = template.match(/"ForAllValues:StringLike":\{[^}]*\}/g);

    expect(conditions).toEqual(['"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["probe/*"]}']);
  });

  it('lets only the indexer, and who repairs what it made, write the feed', () => {
    expect(functionsThat(writing, 'Feed.Arn')).toEqual(['indexer', 'repairer', 'redriver']);
  });

  it('keeps the deployment keys from what has no use for them', () => {
    const readers = functionsThat(/^secretsmanager:GetSecretValue$/, 'Keys');

    expect(readers).toEqual([
      'directory',
      'groups',
      'publish',
      'plan',
      'look-up',
      'discuss',
      'search',
      'feed',
      'export',
      'saved',
      'watches',
      'audit',
      'join',
      'departure',
      'admission',
      'screening',
      'threatexchange',
      'matches',
      'webhooks',
      'bootstrap',
      'list-builder',
      'notifier',
      'watch-keeper',
      'notifier-redriver',
    ]);
  });

  it('lets only who makes them and who signs with them open the secrets of endpoints', () => {
    const readers = functionsThat(/^secretsmanager:GetSecretValue$/, 'WebhookKeys');

    expect(readers).toEqual(['threatexchange', 'webhooks', 'deliverer']);
  });

  it('gives the deliverer nothing of what members say of indicators', () => {
    expect(Object.keys(tablesTouchedBy('deliverer')).sort()).toEqual(['directory', 'notify']);
    expect(tablesTouchedBy('deliverer')['directory']).toEqual(['dynamodb:Query']);
  });

  it('queries an index by its name', () => {
    expect(functionsThat(/^dynamodb:Query$/, 'Directory.Arn/index/list')).toEqual([
      'directory',
      'groups',
      'admission',
      'threatexchange',
      'repairer',
      'rescanner',
      'list-builder',
      'presence-builder',
    ]);
  });
});

describe('the audit', () => {
  it('is appended to by its workers alone, and nobody can change or remove an entry', () => {
    const writers = ['auditor', 'audit-reads', 'audit-redriver'];

    expect(functionsThat(/:PutItem$/, 'Audit.Arn')).toEqual(writers);
    expect(functionsThat(/:(Update|Delete|BatchWrite|PartiQL)/, 'Audit.Arn')).toEqual([]);
  });

  it('is sealed by the sealer alone, which can lock what it puts and remove nothing', () => {
    expect(functionsThat(/^s3:Put/, 'Artifacts.Arn/audit/????-??-??.json')).toEqual([
      'audit-sealer',
    ]);
    expect(functionsThat(/^s3:(Delete|Bypass)/, 'Artifacts.Arn/audit/????-??-??.json')).toEqual([]);
  });

  it('hears of reads from who hands them over, and of disabled endpoints from the deliverer', () => {
    expect(functionsThat(/^sqs:SendMessage$/, 'AuditReads.Arn')).toEqual([
      'plan',
      'look-up',
      'search',
      'feed',
      'export',
      'watches',
      'audit',
      'threatexchange',
      'deliverer',
    ]);
  });

  it('leaves each stream no more than two readers', () => {
    const sources = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping').map(
      ([, { Properties }]) => JSON.stringify(Properties['EventSourceArn']),
    );
    const most = Math.max(...sources.map((one) => sources.filter((each) => each === one).length));

    expect(most).toBe(2);
  });
});

describe('a list', () => {
  const objects = `Artifacts.Arn/lists/${'?'.repeat(64)}`;

  it('is read and put by who serves and who builds lists, and removed by who sees a member off', () => {
    expect(functionsThat(/^s3:GetObject$/, objects)).toEqual(['export', 'list-builder']);
    expect(functionsThat(/^s3:PutObject$/, objects)).toEqual(['export', 'list-builder']);
    expect(functionsThat(/^s3:Delete/, objects)).toEqual(['sweeper']);
    expect(functionsThat(/^s3:Bypass/, objects)).toEqual([]);
  });

  it.each(['export', 'list-builder'] as const)('is all that %s reaches of the bucket', (name) => {
    const reached = statementsOfFunction(name)
      .filter(({ actions }) => actions.some((action) => /^s3:.*Object/.test(action)))
      .flatMap(({ resources }) => resources);

    expect(reached).toEqual([objects]);
  });
});

describe('what may be known in an audience', () => {
  const objects = `Artifacts.Arn/presence/${'?'.repeat(64)}`;

  it('is put by its builder alone, read by that and by look-ups, and removed by nobody', () => {
    expect(functionsThat(/^s3:GetObject$/, objects)).toEqual(['look-up', 'presence-builder']);
    expect(functionsThat(/^s3:PutObject$/, objects)).toEqual(['presence-builder']);
    expect(functionsThat(/^s3:(Delete|Bypass)/, objects)).toEqual([]);
  });
});

describe('every policy of every template', () => {
  // A key's policy speaks of that key alone, so its resource is always `*`.
  const keyPolicy = /^Data\/Key[0-9A-F]{8}\b/;

  it('allows no `*`, save in the policy of the key itself', () => {
    const wild = statements
      .filter(({ effect }) => effect === 'Allow')
      .filter((one) => [...one.actions, ...one.resources].some((text) => text.includes('*')));

    expect(wild.filter(({ at }) => !keyPolicy.test(at))).toEqual([]);
  });

  it('opens the key to the account, its secret and the alarms only', () => {
    const actions = statements
      .filter(({ at }) => keyPolicy.test(at))
      .map((statement) => statement.actions);

    expect(actions).toEqual([
      ['kms:*'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
      ['kms:CreateGrant', 'kms:DescribeKey'],
    ]);
  });

  it('attaches no managed policy', () => {
    const attached = resourcesOf(templates, 'AWS::IAM::Role').filter(
      ([, { Properties }]) => 'ManagedPolicyArns' in Properties,
    );

    expect(attached).toEqual([]);
  });

  it('lets a function be invoked by one API or one rule', () => {
    const permissions = resourcesOf(templates, 'AWS::Lambda::Permission');
    const ofApi = functionNames.filter((name) => functions[name].kind === 'api');
    const rules = 9;

    expect(permissions).toHaveLength(ofApi.length + rules);
    for (const [, { Properties }] of permissions) expect(Properties).toHaveProperty('SourceArn');
  });
});

describe('the environment of a function', () => {
  it.each(functionNames)('%s is told of no table that it may not touch', (name) => {
    const own = keysOf(functions[name].tables).map((table) => environment[tables[table].variable]);
    const found = resourcesOf(templates, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties['Description'] === `Tocsin prod: ${name}`,
    );

    const told = JSON.stringify(found?.[1].Properties['Environment']).match(/[A-Z_]+_TABLE/g);

    expect(told ?? []).toEqual(own);
  });

  it('tells who calls out, and nobody else, where the exchange itself is called', () => {
    const told = resourcesOf(templates, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const text = JSON.stringify(Properties['Environment']);
      const [, own] = /"EGRESS_OWN":(\{.*?\})/.exec(text) ?? [];
      return own === undefined ? [] : [[Properties['Description'], /ApiEndpoint/.exec(own)?.[0]]];
    });

    const callers = functionNames.filter((name) => functions[name].callsOut);
    expect(callers).toContain('threatexchange');
    expect(told.sort()).toEqual(
      callers.map((name) => [`Tocsin prod: ${name}`, 'ApiEndpoint']).sort(),
    );
  });
});
