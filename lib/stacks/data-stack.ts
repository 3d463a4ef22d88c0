import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge';
import { ArtifactsBucket } from '../constructs/artifacts-bucket';
import { DataTable } from '../constructs/data-table';
import { MessageQueue } from '../constructs/message-queue';
import { type QueueName, queues } from '../queues';
import type { Stage } from '../stage';
import { type TableName, tables } from '../tables';

export interface DataStackProps extends StackProps {
  readonly stage: Stage;
}

/** What must survive: tables, queues, artifacts, their key, and the secret that ids and cursors are made with. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly keys: Secret;
  /** Apart, so that few functions can open what members' receivers verify with. */
  readonly webhookKeys: Secret;
  readonly tables: Readonly<Record<TableName, DataTable>>;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly artifacts: ArtifactsBucket;

  constructor(scope: Construct, id: string, { stage, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: stage.deletionProtection });
    this.key = this.encryptionKey(stage);
    this.keys = this.deploymentKeys();
    this.webhookKeys = this.sealingKeys();
    const table = (name: TableName) => new DataTable(this, tables[name], this.key, stage);
    this.tables = {
      directory: table('directory'),
      exchange: table('exchange'),
      audienceIndex: table('audienceIndex'),
      feed: table('feed'),
      audit: table('audit'),
      notify: table('notify'),
      limits: table('limits'),
    };
    this.queues = this.messageQueues(stage);
    this.artifacts = new ArtifactsBucket(this, 'Artifacts', this.key, stage);
  }

  private encryptionKey(stage: Stage): Key {
    const key = new Key(this, 'Key', {
      description: `Tocsin ${stage.name}: encrypts every table and the deployment keys`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsToTheEncryptedTopic',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return key;
  }

  private messageQueues(stage: Stage): Record<QueueName, Queue> {
    const auditParked = new MessageQueue(this, queues.auditParked, stage);
    const matchedParked = new MessageQueue(this, queues.matchedParked, stage);
    const deliveriesParked = new MessageQueue(this, queues.deliveriesParked, stage);
    return {
      indexerParked: new MessageQueue(this, queues.indexerParked, stage),
      auditParked,
      auditReads: new MessageQueue(this, queues.auditReads, stage, auditParked),
      matcherParked: new MessageQueue(this, queues.matcherParked, stage),
      matchedParked,
      matched: new MessageQueue(this, queues.matched, stage, matchedParked),
      deliveriesParked,
      deliveries: new MessageQueue(this, queues.deliveries, stage, deliveriesParked),
    };
  }

  private sealingKeys(): Secret {
    const keys = new Secret(this, 'WebhookKeys', {
      description: "The secrets of members' webhooks are sealed with it; back it up",
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      keys,
      'AwsSolutions-SMG4',
      'What is sealed under it would open no more: members rotate the secrets themselves.',
    );
    return keys;
  }

  private deploymentKeys(): Secret {
    const keys = new Secret(this, 'Keys', {
      description: 'Ids, cursors and credential hashes are derived from it; back it up',
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      keys,
      'AwsSolutions-SMG4',
      'Every id is an HMAC under this secret: rotating it would orphan all that is stored.',
    );
    return keys;
  }
}
