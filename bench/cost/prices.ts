/** USD a piece, of what is billed by use. */
export const prices = {
  source: 'AWS list prices for us-east-1, November 2026',
  /** DynamoDB on demand: up to 1 KB written. */
  writeUnit: 0.625e-6,
  /** Up to 4 KB read strongly, or two such reads that are not. */
  readUnit: 0.125e-6,
  /** Of an HTTP API, up to 512 KB. */
  httpRequest: 1e-6,
  lambdaRequest: 0.2e-6,
  /** On arm64. */
  lambdaGigabyteSecond: 0.000_013_333_4,
} as const;
