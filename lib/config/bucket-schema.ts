import { z } from 'zod';
import { bucketLocation } from '../contract/backup-ref.ts';
import { httpUrl, secretReference } from './connection-schema.ts';

const bucketAddress = z
  .string()
  .refine(
    (text) => bucketLocation(text) !== null,
    'The address of a bucket is needed, such as s3://backups/search: letters, digits, dots and hyphens, then perhaps a prefix.',
  );

/** A bucket whose endpoint and keys are named here; what is left out is taken from the SDK's own variables and files. */
const bucketSettings = z
  .strictObject({
    url: bucketAddress,
    endpoint: httpUrl.optional(),
    region: z.string().min(1).max(100).optional(),
    pathStyle: z.boolean().optional(),
    accessKeyId: z.union([z.string().min(1).max(200), secretReference]).optional(),
    secretAccessKey: secretReference.optional(),
    sessionToken: secretReference.optional(),
    /** A file in PEM form. */
    ca: z.string().min(1).optional(),
    encryption: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']).optional(),
    kmsKeyId: z.string().min(1).max(2_048).optional(),
  })
  .refine(
    (bucket) => (bucket.accessKeyId === undefined) === (bucket.secretAccessKey === undefined),
    'Keys need both `accessKeyId` and `secretAccessKey`.',
  )
  .refine(
    (bucket) => bucket.sessionToken === undefined || bucket.secretAccessKey !== undefined,
    '`sessionToken` needs `accessKeyId` and `secretAccessKey`.',
  )
  .refine(
    (bucket) => bucket.kmsKeyId === undefined || bucket.encryption?.startsWith('aws:kms') === true,
    '`kmsKeyId` needs `encryption: aws:kms`.',
  )
  .refine(
    (bucket) => bucket.ca === undefined || bucket.endpoint?.startsWith('http:') !== true,
    'The endpoint says http; `ca` needs an https address.',
  );
export type BucketEntry = z.infer<typeof bucketSettings>;

/** A directory, the address of a bucket, or a bucket with its settings. */
export const backupsSetting = z.union(
  [
    z
      .string()
      .min(1)
      .refine(
        (text) => !/^[a-z0-9+.-]+:\/\//i.test(text) || bucketLocation(text) !== null,
        'A directory, or the address of a bucket such as s3://backups/search, is needed.',
      ),
    bucketSettings,
  ],
  { error: 'A directory, the address of a bucket (s3://bucket/prefix), or { url: s3://bucket/prefix, endpoint, … }.' },
);
