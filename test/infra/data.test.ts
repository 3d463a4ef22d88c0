import { rootSecret } from '../../bench/load/empty-exchange';
import { stages } from '../../lib/stage';
import { propertiesOf, resourcesOf, synthesize } from './synthesized';

const templates = synthesize(stages.prod);

function table(id: string) {
  const found = resourcesOf(templates, 'AWS::DynamoDB::Table').find(([at]) =>
    at.startsWith(`Data/${id}`),
  );
  if (!found) throw new Error(`no table ${id}`);
  return found[1];
}

describe('what must survive', () => {
  it('keeps its identity: another logical id would be another, empty one', () => {
    const stateful = [
      ...['DynamoDB::Table', 'KMS::Key', 'SecretsManager::Secret', 'SQS::Queue', 'S3::Bucket'],
    ];

    const ids = stateful
      .flatMap((type) => resourcesOf(templates, `AWS::${type}`))
      .map(([id]) => id);

    expect(ids).toEqual([
      'Data/Directory98167B95',
      'Data/Exchange6745BA1E',
      'Data/AudienceIndexF2EE10BC',
      'Data/Feed908EF2E5',
      'Data/Audit3D8ADE0A',
      'Data/Notify29C25B1B',
      'Data/LimitsA6AFC87B',
      'Data/Key961B73FD',
      'Data/Keys4E30B592',
      'Data/WebhookKeysE960CFF9',
      'Data/AuditParkedE5F793B7',
      'Data/MatchedParkedBFAEF2F8',
      'Data/DeliveriesParked3A8E8BE2',
      'Data/IndexerParked1BE4D364',
      'Data/AuditReads69DC3462',
      'Data/MatcherParked90E5551E',
      'Data/MatchedE5B7548C',
      'Data/DeliveriesBF2F7293',
      'Data/Artifacts82DD59A1',
    ]);
  });

  it.each(['Directory', 'Exchange', 'AudienceIndex', 'Feed', 'Audit', 'Notify'])(
    'retains, protects and backs up the %s table',
    (id) => {
      const { DeletionPolicy, Properties } = table(id);

      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    },
  );

  it('keeps artifacts private, encrypted, in versions, and locks what is put with a lock', () => {
    const [[, bucket] = ['', undefined]] = resourcesOf(templates, 'AWS::S3::Bucket');
    const [policy] = propertiesOf(templates, 'AWS::S3::BucketPolicy');

    expect(bucket?.DeletionPolicy).toBe('Retain');
    expect(bucket?.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
      ObjectLockEnabled: true,
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
        ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          { Prefix: 'lists/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
          { Prefix: 'presence/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        ],
      },
    });
    expect(JSON.stringify(policy)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
  });

  it('retains the key and the secrets', () => {
    const kept = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret'].flatMap((type) =>
      resourcesOf(templates, type).map(([, { DeletionPolicy }]) => DeletionPolicy),
    );

    expect(kept).toEqual(['Retain', 'Retain', 'Retain']);
  });

  it('encrypts every table with the one key, which rotates', () => {
    const [key] = propertiesOf(templates, 'AWS::KMS::Key');

    const keys = propertiesOf(templates, 'AWS::DynamoDB::Table').map(
      (one) => one['SSESpecification'],
    );

    expect(key).toMatchObject({ EnableKeyRotation: true });
    expect(new Set(keys.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(keys[0]).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
  });

  it.each([
    ['Directory', true, 'S', false],
    ['Exchange', true, 'S', false],
    ['AudienceIndex', false, 'S', true],
    ['Feed', true, 'N', true],
    ['Audit', false, 'S', false],
    ['Notify', false, 'S', true],
    ['Limits', false, 'S', true],
  ])('streams the %s table: %s; sorts by %s; expires: %s', (id, isStreamed, sort, expires) => {
    const { Properties } = table(id);

    expect(Properties['StreamSpecification']).toEqual(
      isStreamed ? { StreamViewType: 'NEW_AND_OLD_IMAGES' } : undefined,
    );
    expect(Properties['AttributeDefinitions']).toContainEqual({
      AttributeName: 'sk',
      AttributeType: sort,
    });
    expect(Properties['TimeToLiveSpecification']).toEqual(
      expires ? { AttributeName: 'ttl', Enabled: true } : undefined,
    );
    expect(Properties['BillingMode']).toBe('PAY_PER_REQUEST');
  });
});

describe('the root secret', () => {
  it('is told from the other by what the bench draws its rows with', () => {
    const secrets = resourcesOf(templates, 'AWS::SecretsManager::Secret');
    const byName = secrets.map(([id]): [string, string] => [
      `Tocsin-dev-${id.replace('/', '-')}`,
      id,
    ]);

    expect(rootSecret(Object.fromEntries(byName))).toBe('Data/Keys4E30B592');
  });
});
