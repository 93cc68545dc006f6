import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bucketAccessOf } from '../../lib/config/bucket-access.ts';
import { redact } from '../../lib/config/redact.ts';
import { makeAuthority } from '../support/certificates.ts';
import { thrownBy } from '../support/failure-of.ts';
import { useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();
const withBackups = (backups: string) => `clusters:\n  production: { url: "https://x", backups: ${backups} }\n`;
const KEYS = 'accessKeyId: KEY, secretAccessKey: { env: SECRET }';

describe('backups in a bucket', () => {
  test('named by an address alone are reached by the SDK’s own variables', () => {
    const [cluster] = folder.load(withBackups('s3://backups/search/'), {
      AWS_SECRET_ACCESS_KEY: 'sdk-secret-value',
    }).clusters;
    expect(cluster).toMatchObject({ backupSource: 's3://backups/search' });
    expect(cluster!.bucket).toMatchObject({ endpoint: null, region: null, credentials: null, pathStyle: null });
    expect(redact('it is sdk-secret-value')).not.toContain('sdk-secret-value');
  });

  test('with all settings, secrets by reference, and nothing of them in what can be serialised', () => {
    const { cert } = makeAuthority('a store');
    writeFileSync(join(folder.path, 'ca.pem'), cert);
    const [cluster] = folder.load(
      withBackups(
        `{ url: s3://backups, endpoint: "https://store:9000/", region: eu-west-2, pathStyle: false, ${KEYS}, sessionToken: { env: TOKEN }, ca: ca.pem, encryption: "aws:kms", kmsKeyId: k }`,
      ),
      { SECRET: 'a-secret-of-the-bucket', TOKEN: 'a-token-of-the-bucket' },
    ).clusters;
    expect(cluster!.backupSource).toBe('s3://backups');
    expect(cluster!.bucket).toEqual({
      endpoint: 'https://store:9000',
      region: 'eu-west-2',
      pathStyle: false,
      credentials: {
        accessKeyId: 'KEY',
        secretAccessKey: 'a-secret-of-the-bucket',
        sessionToken: 'a-token-of-the-bucket',
      },
      ca: cert,
      encryption: { algorithm: 'aws:kms', kmsKeyId: 'k' },
    });
    expect(JSON.stringify(cluster)).not.toContain('a-secret-of-the-bucket');
    expect(redact('a-token-of-the-bucket')).not.toContain('a-token');
  });

  test.each([
    ['s3://', 'clusters.production.backups'],
    ['S3://bucket/x', 'clusters.production.backups'],
    ['{ url: s3://b-b, sessionToken: { env: SECRET } }', 'sessionToken'],
    ['s3://a b/c', 'clusters.production.backups'],
    ['https://store/bucket', 'clusters.production.backups'],
    ['s3://bucket/../other', 'clusters.production.backups'],
    ['{ url: s3://b-b, accessKeyId: KEY }', 'both `accessKeyId` and `secretAccessKey`'],
    ['{ url: s3://b-b, accessKeyId: KEY, secretAccessKey: plain }', 'secretAccessKey'],
    ['{ url: s3://b-b, kmsKeyId: k }', 'kmsKeyId'],
    ['{ url: s3://b-b, endpoint: "https://a:b@x" }', 'endpoint'],
    ['{ url: s3://b-b, bukket: x }', 'bukket'],
  ])('%s is refused with the path of its key', (backups, words) => {
    const { details, message } = thrownBy(() => folder.load(withBackups(backups), { SECRET: 's' }));
    expect(`${message} ${JSON.stringify(details)}`).toContain(words);
    expect(message).not.toContain('plain');
  });

  test('the entry with the longest equal prefix says how a bucket is reached; another bucket is reached by the SDK', () => {
    const { clusters } = folder.load(
      [
        'clusters:',
        `  a: { url: "https://x", backups: { url: s3://one/a, endpoint: "http://a", ${KEYS} } }`,
        `  b: { url: "https://x", backups: { url: s3://one/b, endpoint: "http://b", ${KEYS} } }`,
        '  c: { url: "https://x", backups: folder }',
        '',
      ].join('\n'),
      { SECRET: 'secret-of-both' },
    );
    const access = bucketAccessOf(clusters, '/data');
    expect(access('s3://one/b/deep').settings.endpoint).toBe('http://b');
    expect(access('s3://one/a').settings.endpoint).toBe('http://a');
    expect(access('s3://one').settings.endpoint).toBeNull();
    expect(access('s3://two/a')).toMatchObject({ settings: { endpoint: null }, staging: '/data/buckets' });
  });

  test.each(['one/a', 'one/a/nested', 'one'])(
    'the same bucket with another endpoint and the prefix %s is refused',
    (prefix) => {
      const entry = (place: string, endpoint: string) =>
        `{ url: s3://${place}, endpoint: "http://${endpoint}", ${KEYS} }`;
      const yaml = `clusters:\n  a: { url: "https://x", backups: ${entry('one/a', 'a')} }\n  b: { url: "https://x", backups: ${entry(prefix, 'b')} }\n`;
      expect(folder.loadError(yaml, { SECRET: 'secret-of-both' })).toContain(
        'clusters.b.backups: clusters.a names the same bucket',
      );
    },
  );
});
