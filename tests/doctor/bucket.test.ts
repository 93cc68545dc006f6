import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBucket } from '../../lib/doctor/checks/bucket.ts';
import { failureOf } from '../support/failure-of.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../support/object-store.ts';

let store: TestStore | null;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.stop());

const never = new AbortController().signal;

test('a bucket is listed, an upload is begun and aborted, and nothing is left in it', async (context) => {
  if (store === null) return context.skip(whyNoObjectStore());
  const Bucket = await store.makeBucket();
  for (const source of [`s3://${Bucket}`, `s3://${Bucket}/search`])
    expect(await checkBucket(source, store.settings, never)).toMatchObject({ level: 'ok' });
  expect((await store.client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  expect((await store.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
});

test('a bucket that is not there, and keys that the store refuses, say what to do', async (context) => {
  if (store === null) return context.skip(whyNoObjectStore());
  const { settings } = store;
  expect(await failureOf(checkBucket('s3://not-there/search', settings, never))).toMatchObject({
    code: 'disk',
    message: expect.stringContaining('There is no bucket') as string,
  });
  const Bucket = await store.makeBucket();
  const credentials = { accessKeyId: settings.credentials!.accessKeyId, secretAccessKey: 'planted-wrong-secret' };
  const refused = await failureOf(checkBucket(`s3://${Bucket}`, { ...settings, credentials }, never));
  expect(refused.hint).toContain('secretAccessKey');
  expect(refused.message).not.toContain('planted');
});
