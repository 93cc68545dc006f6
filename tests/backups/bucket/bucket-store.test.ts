import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, test } from 'vitest';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';
import { testSources } from '../../support/sources.ts';
import { conformsAsSource } from '../conformance.ts';

const store: TestStore | null = await testStore();
afterAll(() => store?.stop());

if (store === null) test.skip(`a bucket: ${whyNoObjectStore()}`, () => undefined);
else
  for (const trusted of [false, true])
    conformsAsSource(`of a bucket, with refs ${trusted ? 'of a plan' : 'from an address'}`, async () => {
      const bucket = await store.makeBucket();
      const staging = await mkdtemp(join(tmpdir(), 'restore-desk-staging-'));
      const backups = testSources({ trusted, bucket: { settings: store.settings, staging } });
      return {
        source: backups.of(`s3://${bucket}/search`),
        backups,
        damage: (id) => replaceDamaged(store, bucket, `search/${id}`),
        takeAway: () => rename(join(store.directory, bucket), join(store.directory, `${bucket}-away`)),
        close: () => rm(staging, { recursive: true, force: true }),
      };
    });

/** As somebody who uploads another object: the store gives it another ETag. */
async function replaceDamaged({ client }: TestStore, Bucket: string, Key: string): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  const bytes = await Body!.transformToByteArray();
  bytes[bytes.length >> 1]! ^= 0xff;
  await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
}
