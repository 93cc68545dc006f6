import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { paths } from './demo-data.ts';
import { MissingRequirement } from './servers/missing-requirement.ts';
import { findObjectStore, startObjectStore, whyNoObjectStore, type ObjectStore } from './servers/object-store.ts';

const BUCKET = 'demo-backups';
const PREFIX = 'search';

export interface DemoBucket {
  store: ObjectStore;
  /** Of the backups. */
  url: string;
  /** Nothing was ever put into it. */
  isNew: boolean;
  /** Replaces its backups by copies of those in the demo's directory, with their times. */
  fill(): Promise<void>;
}

/** `npm run demo -- --bucket`: a real store with the S3 interface on this machine. Throws MissingRequirement. */
export async function startDemoBucket(): Promise<DemoBucket> {
  const program = findObjectStore();
  if (program === null) throw new MissingRequirement(`The demo can’t show a bucket: ${whyNoObjectStore()}.`);
  const store = await startObjectStore(program, paths.store);
  const client = new S3Client({
    endpoint: store.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
  });
  const isNew = await client.send(new CreateBucketCommand({ Bucket: BUCKET })).then(
    () => true,
    (error: Error) => {
      if (/^BucketAlready/.test(error.name)) return false;
      throw error;
    },
  );
  const folder = join(store.directory, BUCKET, PREFIX);
  return {
    store,
    isNew,
    url: `s3://${BUCKET}/${PREFIX}`,
    fill: async () => {
      await rm(folder, { recursive: true, force: true });
      for (const id of await readdir(paths.backups, { recursive: true })) {
        const file = join(paths.backups, id);
        const { atime, mtime } = await stat(file);
        if (!id.endsWith('.zip')) continue;
        await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${PREFIX}/${id}`, Body: await readFile(file) }));
        await utimes(join(folder, id), atime, mtime);
      }
    },
  };
}
