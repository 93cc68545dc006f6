import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { abortable } from '../abortable.ts';
import { AppError } from '../errors.ts';
import { releaseBuffer } from '../buffers.ts';
import type { OpenedFile } from '../files/files.ts';
import { withReadAhead } from '../files/read-ahead.ts';
import { withRetry } from '../retry.ts';
import type { Bucket, BucketObject } from './bucket.ts';
import { bucketError, isMissing, isPreconditionFailed, isTransientStoreError } from './bucket-error.ts';

/** Of a file that is read to its end: requests of this size, several at the same time. */
const RANGE_BYTES = 2 * 1024 * 1024;
const RANGES_AHEAD = 3;
/** Without any progress. */
const RETRY_WITHIN_MS = 60_000;

/** The bytes of one version of an object. Throws AppError `disk`, `cancelled`. */
export class OpenedObject implements OpenedFile {
  readonly facts: { readonly size: number };
  readonly read: OpenedFile['read'];
  readonly #bucket: Bucket;
  readonly #object: BucketObject;
  readonly #closed = new AbortController();
  /** Ranges on their way, by the position of their first byte. */
  readonly #ranges = new Map<number, Promise<Buffer>>();
  /** Ends the ranges that are no longer wanted. */
  #ahead = new AbortController();
  /** The end of the last large read. */
  #readTo = -1;

  constructor(bucket: Bucket, object: BucketObject, signal?: AbortSignal) {
    this.#bucket = bucket;
    this.#object = object;
    this.facts = { size: object.bytes };
    this.read = withReadAhead((buffer, offset, length, position, reading = signal) =>
      this.#read(buffer.subarray(offset, offset + length), position, reading),
    );
  }

  close(): void {
    this.#closed.abort();
    this.#forget();
  }

  async #read(into: Buffer, position: number, signal?: AbortSignal): Promise<{ bytesRead: number }> {
    const bytes = Math.min(into.length, this.facts.size - position);
    if (bytes <= 0) return { bytesRead: 0 };
    const isSequential = position === this.#readTo;
    this.#readTo = position + bytes;
    if (isSequential)
      for (let at = 0; at < bytes;) at += await this.#copyFromRanges(into.subarray(at, bytes), position + at, signal);
    else {
      this.#forget();
      await this.#fetch(into.subarray(0, bytes), position, signal);
    }
    return { bytesRead: bytes };
  }

  async #copyFromRanges(into: Buffer, position: number, signal?: AbortSignal): Promise<number> {
    let start = [...this.#ranges.keys()].find((from) => from <= position && position < from + RANGE_BYTES);
    if (start === undefined) {
      this.#forget();
      start = position;
    }
    for (let ahead = 0; ahead <= RANGES_AHEAD; ahead++) this.#request(start + ahead * RANGE_BYTES);
    const ahead = this.#ahead;
    const range = await abortable(this.#ranges.get(start)!, signal).catch((error: unknown) => {
      // Another read has turned elsewhere meanwhile: this one reads for itself.
      if (ahead.signal.aborted && !this.#closed.signal.aborted && signal?.aborted !== true) return null;
      this.#forget();
      throw error;
    });
    if (range === null) {
      await this.#fetch(into, position, signal);
      return into.length;
    }
    const copied = range.copy(into, 0, position - start);
    if (position - start + copied === range.length) {
      this.#ranges.delete(start);
      releaseBuffer(range);
    }
    return copied;
  }

  /** Without the signal of a read: another read may use what it requested. */
  #request(start: number): void {
    if (this.#ranges.has(start) || start >= this.facts.size) return;
    const bytes = Buffer.allocUnsafeSlow(Math.min(RANGE_BYTES, this.facts.size - start));
    const range = this.#fetch(bytes, start, this.#ahead.signal).then(() => bytes);
    range.catch(() => undefined);
    this.#ranges.set(start, range);
  }

  #forget(): void {
    this.#ahead.abort();
    this.#ahead = new AbortController();
    this.#ranges.clear();
  }

  /** Fills the buffer. A broken connection is continued where it broke. */
  async #fetch(into: Buffer, position: number, signal?: AbortSignal): Promise<void> {
    const ending = signal === undefined ? this.#closed.signal : AbortSignal.any([signal, this.#closed.signal]);
    let filled = 0;
    while (filled < into.length) {
      await withRetry(
        async () => {
          const before = filled;
          try {
            for await (const chunk of await this.#get(position + filled, position + into.length, ending)) {
              if (filled + chunk.length > into.length) throw new Error('The store sends more than was asked for');
              filled += chunk.copy(into, filled);
            }
          } catch (error) {
            // What arrived is kept, and the time for retries begins again.
            if (filled > before && !ending.aborted && isTransientStoreError(error)) return;
            throw error;
          }
          if (filled === before) throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
        },
        { totalMs: RETRY_WITHIN_MS, signal: ending },
        isTransientStoreError,
      ).catch((error: unknown) => {
        throw this.#describe(error, ending);
      });
    }
  }

  async #get(from: number, to: number, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const { Body, ContentRange } = await this.#bucket.client.send(
      new GetObjectCommand({
        Bucket: this.#bucket.name,
        Key: this.#object.key,
        Range: `bytes=${from}-${to - 1}`,
        ...(this.#object.etag === '' ? {} : { IfMatch: this.#object.etag }),
      }),
      { abortSignal: signal },
    );
    // Some answer with the whole object.
    if (!ContentRange?.startsWith(`bytes ${from}-`))
      throw new AppError('disk', `The store of ${this.#bucket.place.bucket} does not read parts of an object.`, {
        hint: 'Check what answers at its address: a store with the S3 interface knows `Range`.',
      });
    return Body as Readable;
  }

  #describe(error: unknown, signal: AbortSignal): unknown {
    const { key } = this.#object;
    if (isPreconditionFailed(error) || isMissing(error))
      return new AppError('disk', `${key} was replaced or deleted in the bucket while it was read.`, {
        hint: 'Reload the list of backups, and begin again.',
        cause: error,
      });
    return bucketError(error, this.#bucket.place, { what: `read ${key}`, right: 's3:GetObject', signal });
  }
}
