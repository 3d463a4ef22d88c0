import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import { acknowledge } from './acknowledge';

/**
 * What is made once and read often, and the roots of the audit. Versioned; where the stage locks roots, the function
 * that writes one says until when nobody, whoever it is, can remove it.
 */
export class ArtifactsBucket extends Bucket {
  constructor(scope: Construct, id: string, key: IKey, stage: Stage) {
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: stage.rootsLockedDays > 0,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [listsEnd, presencesEnd],
    });
    acknowledge(
      this,
      'AwsSolutions-S1',
      "Nobody but the functions of the audit reaches it; whoever asks for access logs has the account's CloudTrail.",
    );
  }
}

/** A list is put again each time that it is built; what is not built any more is nobody's. */
const listsEnd = {
  prefix: 'lists/',
  expiration: Duration.days(7),
  noncurrentVersionExpiration: Duration.days(1),
};

/** A set is put again while its audience grows, and read as long as it does not; each is up to 64 MB. */
const presencesEnd = { prefix: 'presence/', noncurrentVersionExpiration: Duration.days(1) };
