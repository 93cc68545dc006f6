import { describe, expect, test } from 'vitest';
import { SDK_SETTINGS, endpointOf, usesPathStyle } from '../../lib/buckets/bucket-settings.ts';
import { MOST_PARTS, nextPartBytes, SMALLEST_PART_BYTES } from '../../lib/buckets/part-size.ts';
import { backupSource, bucketLocation, refOfFile } from '../../lib/contract/backup-ref.ts';

const none = { NODE_ENV: 'test' } as const;
const at = (endpoint: string | null, pathStyle: boolean | null = null) => ({ ...SDK_SETTINGS, endpoint, pathStyle });

test('the bucket is in the path where the endpoint is not AWS’s, or as the settings say', () => {
  expect(usesPathStyle(at(null), none)).toBe(false);
  expect(usesPathStyle(at('https://s3.eu-west-2.amazonaws.com'), none)).toBe(false);
  expect(usesPathStyle(at('https://s3.cn-north-1.amazonaws.com.cn'), none)).toBe(false);
  expect(usesPathStyle(at('https://amazonaws.com.example.org'), none)).toBe(true);
  expect(usesPathStyle(at('http://127.0.0.1:9000'), none)).toBe(true);
  expect(usesPathStyle(at('http://127.0.0.1:9000', false), none)).toBe(false);
  expect(usesPathStyle(at(null), { ...none, AWS_ENDPOINT_URL_S3: 'http://store:9000' })).toBe(true);
});

test('the endpoint of S3 alone comes before that of all services, and an empty variable is none', () => {
  const variables = { ...none, AWS_ENDPOINT_URL_S3: 'http://s3', AWS_ENDPOINT_URL: 'http://all' };
  expect(endpointOf(at('http://own'), variables)).toBe('http://own');
  expect(endpointOf(at(null), variables)).toBe('http://s3');
  expect(endpointOf(at(null), { ...variables, AWS_ENDPOINT_URL_S3: '' })).toBe('http://all');
  expect(endpointOf(at(null), none)).toBeNull();
});

test('10,000 parts carry the largest object, 8 GB go up in equal parts, and each part has a size that stores take', () => {
  let uploaded = 0;
  let equal = 0;
  for (let part = 1; part <= MOST_PARTS; part++) {
    const bytes = nextPartBytes(uploaded);
    expect(bytes).toBeGreaterThanOrEqual(SMALLEST_PART_BYTES);
    expect(bytes % (1024 * 1024)).toBe(0);
    expect(bytes).toBeLessThanOrEqual(5 * 1024 ** 3);
    if (bytes === SMALLEST_PART_BYTES) equal++;
    uploaded += bytes;
  }
  expect(uploaded).toBeGreaterThan(5 * 1024 ** 4);
  expect(equal * SMALLEST_PART_BYTES).toBeGreaterThan(8e9);
});

describe('an address', () => {
  test.each([
    ['s3://bucket', { bucket: 'bucket', prefix: '' }],
    ['s3://bucket/', { bucket: 'bucket', prefix: '' }],
    ['s3://bucket/a/b/', { bucket: 'bucket', prefix: 'a/b' }],
    ['s3://my.bucket-1/ä b', { bucket: 'my.bucket-1', prefix: 'ä b' }],
    ['s3:///a', null],
    ['S3://bucket', null],
    ['s3://b', null],
    ['s3://bucket/a//b', null],
    ['s3://bucket/../b', null],
    ['s3://bucket/a\nb', null],
    ['s3://-bucket', null],
    ['/var/backups', null],
  ])('%s is %o', (text, location) => {
    expect(bucketLocation(text)).toEqual(location);
  });

  test('of an object is a ref, in the form that a source of the configuration has', () => {
    expect(refOfFile('s3://bucket/a/b/x.zip')).toEqual({ source: 's3://bucket/a/b', id: 'x.zip' });
    expect(refOfFile('s3://bucket/x.zip')).toEqual({ source: 's3://bucket', id: 'x.zip' });
    expect(backupSource('s3://bucket/a/')).toBe('s3://bucket/a');
    expect(backupSource('/var/backups')).toBe('folder:/var/backups');
  });
});
