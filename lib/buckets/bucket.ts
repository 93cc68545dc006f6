import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketClient } from './bucket-client.ts';
import {
  bucketError,
  isDenied,
  isMissing,
  isNotSupported,
  isPreconditionFailed,
  statusOf,
  type BucketPlace,
} from './bucket-error.ts';
import { plural } from '../format.ts';
import { endpointOf, type BucketSettings } from './bucket-settings.ts';

export interface BucketObject {
  key: string;
  bytes: number;
  modifiedMs: number;
  etag: string;
}

/** An upload in parts that was begun and has not been completed. */
export interface UnfinishedUpload {
  key: string;
  uploadId: string;
  startedMs: number;
}

interface What {
  /** As in "list backups": for the sentence of an error. */
  what: string;
  /** The permission that it needs. */
  right: string;
  signal?: AbortSignal | undefined;
}

/** A bucket of a store with the S3 interface. All methods throw AppError `disk`, `cancelled`. */
export class Bucket {
  readonly name: string;
  readonly client: S3Client;
  /** For uploads. */
  readonly writer: S3Client;
  readonly settings: BucketSettings;
  readonly place: BucketPlace;

  constructor(name: string, settings: BucketSettings) {
    this.name = name;
    this.settings = settings;
    this.client = bucketClient(settings, 'read');
    this.writer = bucketClient(settings, 'write');
    this.place = { bucket: `s3://${name}`, endpoint: endpointOf(settings) ?? 'AWS' };
  }

  /** Names an error of `request`. */
  async attempt<T>(request: () => Promise<T>, what: What): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw bucketError(error, this.place, what);
    }
  }

  /** Objects whose keys begin so, in the order of their keys, a page at a time. */
  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<BucketObject[]> {
    const what = { what: 'list objects', right: 's3:ListBucket', signal };
    for (let token: string | undefined, more = true; more;) {
      const page = await this.attempt(
        () =>
          this.client.send(
            new ListObjectsV2Command({
              Bucket: this.name,
              Prefix: prefix,
              // XML can't hold every character of a key.
              EncodingType: 'url',
              ...(token === undefined ? {} : { ContinuationToken: token }),
            }),
            { abortSignal: signal },
          ),
        what,
      );
      yield (page.Contents ?? []).map(({ ETag, Key, LastModified, Size }) => ({
        key: decodeKey(Key ?? '', page.EncodingType),
        bytes: Size ?? 0,
        modifiedMs: LastModified?.getTime() ?? 0,
        etag: ETag ?? '',
      }));
      token = page.NextContinuationToken;
      more = page.IsTruncated === true && token !== undefined;
    }
  }

  /** Empty where the store does not tell, or these keys may not ask. */
  async unfinishedUploads(prefix: string, signal?: AbortSignal): Promise<UnfinishedUpload[]> {
    const found: UnfinishedUpload[] = [];
    try {
      for (let markers: { KeyMarker?: string; UploadIdMarker?: string } | null = {}; markers !== null;) {
        const page: Awaited<ReturnType<typeof this.uploadsPage>> = await this.uploadsPage(prefix, markers, signal);
        for (const { Initiated, Key, UploadId } of page.Uploads ?? [])
          if (Key !== undefined && UploadId !== undefined)
            found.push({
              key: decodeKey(Key, page.EncodingType),
              uploadId: UploadId,
              startedMs: Initiated?.getTime() ?? 0,
            });
        const next = page.IsTruncated === true ? page.NextKeyMarker : undefined;
        const KeyMarker = next === undefined ? undefined : decodeKey(next, page.EncodingType);
        const UploadIdMarker = page.NextUploadIdMarker;
        const isFurther: boolean = KeyMarker !== markers.KeyMarker || UploadIdMarker !== markers.UploadIdMarker;
        markers =
          KeyMarker === undefined || !isFurther
            ? null
            : { KeyMarker, ...(UploadIdMarker === undefined ? {} : { UploadIdMarker }) };
      }
    } catch (error) {
      if (!isNotSupported(error) && !isDenied(error))
        throw bucketError(error, this.place, { what: 'list uploads', right: 's3:ListBucketMultipartUploads', signal });
    }
    return found;
  }

  private uploadsPage(prefix: string, markers: { KeyMarker?: string; UploadIdMarker?: string }, signal?: AbortSignal) {
    return this.client.send(
      new ListMultipartUploadsCommand({ Bucket: this.name, Prefix: prefix, EncodingType: 'url', ...markers }),
      { abortSignal: signal },
    );
  }

  /** Bytes of the parts that were uploaded; 0 where the upload has ended meanwhile. */
  async uploadedBytes({ key, uploadId }: UnfinishedUpload, signal?: AbortSignal): Promise<number> {
    let bytes = 0;
    try {
      for (let marker: string | undefined, more = true; more;) {
        const page = await this.client.send(
          new ListPartsCommand({
            Bucket: this.name,
            Key: key,
            UploadId: uploadId,
            ...(marker === undefined ? {} : { PartNumberMarker: marker }),
          }),
          { abortSignal: signal },
        );
        for (const { Size } of page.Parts ?? []) bytes += Size ?? 0;
        marker = page.NextPartNumberMarker;
        more = page.IsTruncated === true && marker !== undefined;
      }
    } catch (error) {
      if (isMissing(error) || isNotSupported(error) || isDenied(error)) return bytes;
      throw bucketError(error, this.place, { what: 'list parts', right: 's3:ListMultipartUploadParts', signal });
    }
    return bytes;
  }

  /** null: there is no such object. */
  async head(
    key: string,
    signal?: AbortSignal,
  ): Promise<(BucketObject & { metadata: Readonly<Record<string, string>> }) | null> {
    try {
      const found = await this.client.send(new HeadObjectCommand({ Bucket: this.name, Key: key }), {
        abortSignal: signal,
      });
      return {
        key,
        bytes: found.ContentLength ?? 0,
        modifiedMs: found.LastModified?.getTime() ?? 0,
        etag: found.ETag ?? '',
        metadata: found.Metadata ?? {},
      };
    } catch (error) {
      // HEAD is answered without a body: whether the bucket or the key is missing or wrong, another request says.
      if (isMissing(error)) {
        await this.#requireBucket(signal);
        return null;
      }
      if (statusOf(error) === 403 || statusOf(error) === 400) await this.#explainKeys(key, signal);
      throw bucketError(error, this.place, { what: `read ${key}`, right: 's3:GetObject', signal });
    }
  }

  /** Throws where the bucket does not exist. */
  async #requireBucket(signal?: AbortSignal): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.name }), { abortSignal: signal });
    } catch (error) {
      if (isMissing(error))
        throw bucketError(Object.assign(new Error('No bucket'), { name: 'NoSuchBucket' }), this.place, {
          what: 'read the bucket',
          right: 's3:ListBucket',
          signal,
        });
      // Keys that may not list are not told.
    }
  }

  /** Throws the store's own error of the keys, the region or the clock, if it is one. */
  async #explainKeys(key: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.client.send(new ListObjectsV2Command({ Bucket: this.name, Prefix: key, MaxKeys: 1 }), {
        abortSignal: signal,
      });
    } catch (error) {
      if (!isDenied(error))
        throw bucketError(error, this.place, { what: 'list objects', right: 's3:ListBucket', signal });
    }
  }

  /** The object with this ETag only, where the store can compare it. False: another object has its name. */
  async delete(key: string, etag: string, signal?: AbortSignal): Promise<boolean> {
    const remove = (condition: { IfMatch?: string }) =>
      this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key, ...condition }), { abortSignal: signal });
    try {
      await remove({ IfMatch: etag }).catch((error: unknown) => {
        if (!isNotSupported(error)) throw error;
        return remove({});
      });
      return true;
    } catch (error) {
      if (!isPreconditionFailed(error) && !isMissing(error))
        throw bucketError(error, this.place, { what: `delete ${key}`, right: 's3:DeleteObject', signal });
      // Sent again after a lost answer, it finds nothing.
      return (await this.head(key, signal)) === null;
    }
  }

  async abortUpload(key: string, uploadId: string, signal?: AbortSignal): Promise<void> {
    await this.attempt(
      async () => {
        try {
          await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.name, Key: key, UploadId: uploadId }), {
            abortSignal: signal,
          });
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      },
      { what: `abort the upload of ${key}`, right: 's3:AbortMultipartUpload', signal },
    );
  }

  /** Begins an upload as a backup does, and aborts it. */
  async tryUpload(key: string, signal?: AbortSignal): Promise<void> {
    const { UploadId } = await this.attempt(
      () =>
        this.client.send(new CreateMultipartUploadCommand({ Bucket: this.name, Key: key, ...this.encryption() }), {
          abortSignal: signal,
        }),
      { what: 'write', right: 's3:PutObject', signal },
    );
    if (UploadId !== undefined) await this.abortUpload(key, UploadId, signal);
  }

  /** Of new objects. */
  encryption() {
    const { encryption } = this.settings;
    if (encryption === null) return {};
    return {
      ServerSideEncryption: encryption.algorithm,
      ...(encryption.kmsKeyId === null ? {} : { SSEKMSKeyId: encryption.kmsKeyId }),
    };
  }

  /** Whether what is deleted is kept as an older version. `unknown`: these keys may not ask. */
  async versioning(signal?: AbortSignal): Promise<'on' | 'off' | 'suspended' | 'unknown'> {
    try {
      const { Status } = await this.client.send(new GetBucketVersioningCommand({ Bucket: this.name }), {
        abortSignal: signal,
      });
      return Status === 'Enabled' ? 'on' : Status === 'Suspended' ? 'suspended' : 'off';
    } catch (error) {
      if (isDenied(error)) return 'unknown';
      if (isNotSupported(error)) return 'off';
      throw bucketError(error, this.place, { what: 'read the versioning', right: 's3:GetBucketVersioning', signal });
    }
  }

  /** For how long new objects are locked against deletion: "30 days". null: not by default. `unknown`: these keys may not ask. */
  async lockedFor(signal?: AbortSignal): Promise<string | null> {
    try {
      const { ObjectLockConfiguration } = await this.client.send(
        new GetObjectLockConfigurationCommand({ Bucket: this.name }),
        { abortSignal: signal },
      );
      const { Days, Years } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
      return Days !== undefined ? plural(Days, 'day') : Years !== undefined ? plural(Years, 'year') : null;
    } catch (error) {
      if (isDenied(error)) return 'unknown';
      // Without any lock the answer is an error, too.
      if (isMissing(error) || isNotSupported(error)) return null;
      throw bucketError(error, this.place, {
        what: 'read the object lock',
        right: 's3:GetBucketObjectLockConfiguration',
        signal,
      });
    }
  }
}

/** `url`: as in the query of an address. */
const decodeKey = (key: string, encoding: string | undefined): string =>
  encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
