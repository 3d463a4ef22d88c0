import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { CachedList } from '../../../lambdas/core/export/cached-list';
import type { PresenceArtifact } from '../../../lambdas/core/presence/artifact';
import { listContentStore } from '../../../lambdas/store/list-content-store';
import { presenceStore } from '../../../lambdas/store/presence-store';
import { makeBucket } from '../../../lib/local-cloud/buckets';
import { region } from '../../../lib/local-cloud/place';
import { type QueueServer, startQueues } from '../../../lib/local-cloud/queues';

const Bucket = 'artifacts';
let folder: string;
let server: QueueServer;
let client: S3Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-objects-'));
  server = await startQueues(folder, () => undefined);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: server.endpoint, region, credentials, forcePathStyle: true });
  await makeBucket(server.endpoint, Bucket);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Puts something else where the only object with this prefix is. */
async function spoil(Prefix: string, Body: string): Promise<void> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  expect(Contents).toHaveLength(1);
  await client.send(new PutObjectCommand({ Bucket, Key: Contents[0]?.Key, Body }));
}

function artifact(position: number, words: readonly number[]): PresenceArtifact {
  const about = { epoch: 1, listed: 2, position, wholeAt: 3 };
  return { ...about, set: Uint32Array.from(words) };
}

describe('the store of presence sets, in a bucket', () => {
  it('reads what was put, by its tag, whole while it is overwritten, and nothing of what is spoilt', async () => {
    const store = presenceStore(client, Bucket);
    const [small, large] = [artifact(1, [7]), artifact(2, [...Array(50_000).keys()])];

    const absent = await store.read('community');
    await store.put('community', small);
    const first = await store.read('community');
    const tag = typeof first === 'object' ? first.tag : '';
    const same = await store.read('community', tag);
    await store.put('community', large);
    const other = await store.read('community', tag);
    const meanwhile = await Promise.all(
      [small, large, small].flatMap((one) => [
        store.put('community', one).then(() => undefined),
        store.read('community'),
      ]),
    );
    await spoil('presence/', 'TPS1 and something');

    expect(absent).toBeUndefined();
    expect(first).toEqual({ tag: expect.stringMatching(/./), artifact: small });
    expect([same, await store.read('community')]).toEqual(['same', undefined]);
    expect(other).toMatchObject({ artifact: large });
    const read = meanwhile.flatMap((one) => (typeof one === 'object' ? [one.artifact] : []));
    expect(read).toHaveLength(3);
    for (const one of read) expect([small, large]).toContainEqual(one);
  });
});

function list(text: string): CachedList {
  return {
    ...{ definition: 1, audiencesEpoch: 'e', search: null, builtAt: 2, changedAt: 1 },
    ...{ soonestExpiry: null, owners: { '7': null }, tlp: 'AMBER', values: 1, refusal: null, text },
  };
}

describe('the store of lists, in a bucket', () => {
  it('reads what was put last, each under its own name, and nothing of an earlier form', async () => {
    const store = listContentStore(client, Bucket);
    const largest = list('a.example\n'.repeat(400_000));

    const absent = await store.read('7', 'wall');
    await store.remove('7', 'wall');
    await store.put('7', 'wall', list('first'));
    await store.put('7', 'wall', largest);
    await store.put('7', 'other', list('other'));
    const read = [await store.read('7', 'wall'), await store.read('7', 'other')];
    await store.remove('7', 'other');

    expect([absent, await store.read('7', 'other')]).toEqual([undefined, undefined]);
    expect(read[0]?.text).toHaveLength(4_000_000);
    expect(read).toEqual([largest, list('other')]);
    await spoil('lists/', JSON.stringify({ ...list('x'), refusal: undefined, isTooLarge: false }));
    expect(await store.read('7', 'wall')).toBeUndefined();
  });
});
