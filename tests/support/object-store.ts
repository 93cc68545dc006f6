import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  findObjectStore,
  startObjectStore,
  whyNoObjectStore,
  type ObjectStore,
} from '../../scripts/servers/object-store.ts';
import type { Authority } from './certificates.ts';
import type { BucketSettings } from '../../lib/buckets/bucket-settings.ts';

export interface TestStore extends ObjectStore {
  settings: BucketSettings;
  client: S3Client;
  /** Creates an empty bucket, and returns its name. */
  makeBucket(): Promise<string>;
}

/** A store of its own in a directory that is removed by `stop`. null: none can be had here, and the test says so. */
export async function testStore({
  authority,
  ...options
}: { versioning?: boolean; authority?: Authority } = {}): Promise<TestStore | null> {
  const program = findObjectStore();
  if (program === null) return null;
  const directory = await mkdtemp(join(tmpdir(), 'restore-desk-store-'));
  const store = await startObjectStore(program, directory, {
    ...options,
    ...(authority ? { tls: authority.forServer(['127.0.0.1']) } : {}),
  });
  const settings: BucketSettings = {
    endpoint: store.url,
    region: 'us-east-1',
    pathStyle: true,
    credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
    ca: authority?.cert ?? null,
    encryption: null,
  };
  const client = new S3Client({
    endpoint: store.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: settings.credentials!,
    ...(authority ? { requestHandler: { httpsAgent: { ca: authority.cert } } } : {}),
  });
  let buckets = 0;
  return {
    ...store,
    settings,
    client,
    makeBucket: async () => {
      const Bucket = `backups-${process.pid}-${++buckets}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    stop: async () => {
      client.destroy();
      await store.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export { whyNoObjectStore };
