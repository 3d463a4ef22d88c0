import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { TableShape } from '../tables';
import { acknowledge } from './acknowledge';

// Not TableV2: with a key of our own it fails in a stack that names no region.
export class DataTable extends Table {
  constructor(scope: Construct, shape: TableShape, key: IKey, stage: Stage) {
    super(scope, shape.id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: attributeTypes[shape.sortsBy] },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      deletionProtection: shape.isLasting && stage.deletionProtection,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: shape.isLasting },
      removalPolicy: shape.isLasting ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(shape.isStreamed && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
      ...(shape.expires && { timeToLiveAttribute: 'ttl' }),
    });
    this.addIndexes(shape);
    if (!shape.isLasting) {
      acknowledge(
        this,
        'AwsSolutions-DDB3',
        'Rate limits refill within seconds; nothing to restore.',
      );
    }
  }

  private addIndexes(shape: TableShape): void {
    for (const [indexName, { key, sort }] of Object.entries(shape.indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: key, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
  }
}

const attributeTypes = { string: AttributeType.STRING, number: AttributeType.NUMBER };
