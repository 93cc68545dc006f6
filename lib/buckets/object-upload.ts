import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { AppError, isAppError } from '../errors.ts';
import { releaseBuffer } from '../buffers.ts';
import { withRetry } from '../retry.ts';
import type { Bucket } from './bucket.ts';
import { bucketError, isMissing, isNotSupported, isPreconditionFailed, isTransientStoreError } from './bucket-error.ts';
import { MOST_PARTS, nextPartBytes } from './part-size.ts';

/** Parts on their way at the same time. Larger parts go up one at a time, so that memory stays flat. */
const PARTS_IN_FLIGHT = 2;
const LARGE_PART_BYTES = 32 * 1024 * 1024;
/** A store that is away for so long ends the upload. */
const RETRY_WITHIN_MS = 10 * 60_000;
/** Of the last request: whether the object has its name must be known, also where the upload is cancelled meanwhile. */
const COMPLETE_WITHIN_MS = 15 * 60_000;
/** An upload that no longer exists may be one that the store is still assembling. */
const ASSEMBLED_WITHIN_MS = 60_000;
const BEGIN_WITHIN_MS = 60_000;
const ABORT_WITHIN_MS = 10_000;
/** In the object's metadata: whose object it is, where the answer to the last request was lost. */
const MARK = 'restore-desk-upload';

/** Bytes [start, start + bytes.length) of the object, which has the part's number. */
interface Part {
  number: number;
  start: number;
  bytes: Buffer;
  filled: number;
  /** Has bytes that are written again: it goes up when nothing is written any more. */
  held: boolean;
}

export interface UploadEvents {
  /** An upload was begun that remains in the store if this process dies. */
  onBegin?: (uploadId: string) => Promise<void>;
  /** A part of it is there. */
  onPart?: () => Promise<void>;
  /** It was completed or aborted; else it remains (`gone` false). */
  onEnd?: (gone: boolean) => Promise<void>;
}

/** Only where no object has the name. */
type Condition = { IfNoneMatch?: '*' };

/**
 * An object that is uploaded in parts while it is written. Only `complete` gives it its name, in one step; a process that dies
 * before leaves no object, but an unfinished upload, if it was larger than a part. Throws AppError `disk`, `cancelled`.
 */
export class ObjectUpload {
  readonly #bucket: Bucket;
  readonly #signal: AbortSignal | undefined;
  readonly #events: UploadEvents;
  /** Ends the parts on their way when the upload is discarded. */
  readonly #stop = new AbortController();
  readonly #parts: AbortSignal;
  readonly #mark = randomUUID();
  readonly #held: Part[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #completed: CompletedPart[] = [];
  #key: string;
  #current: Part;
  #uploadId: Promise<string> | null = null;
  /** The answer to the begin was lost once: there may be another upload. */
  #begunTwice = false;
  #checksums = true;
  #written = 0;
  #failure: { error: unknown } | null = null;

  constructor(bucket: Bucket, key: string, signal?: AbortSignal, events: UploadEvents = {}) {
    this.#bucket = bucket;
    this.#key = key;
    this.#signal = signal;
    this.#events = events;
    this.#parts = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    this.#current = newPart(1, 0);
  }

  /** Its bytes are still here as a whole: it may get another name. */
  get isOnePart(): boolean {
    return this.#uploadId === null;
  }

  rename(key: string): void {
    if (!this.isOnePart) throw new Error(`${this.#key} is being uploaded already`);
    this.#key = key;
  }

  /** Appends, or writes bytes again that were `provisional`. The buffer may be used again when it resolves. */
  async write(buffer: Buffer, position: number, { provisional = false } = {}): Promise<void> {
    this.#throwFailure();
    if (position < this.#written) {
      this.#rewrite(buffer, position);
      return;
    }
    if (position !== this.#written) throw new Error(`Byte ${position} after ${this.#written}`);
    for (let at = 0; at < buffer.length;) {
      const part = this.#current;
      const copied = buffer.copy(part.bytes, part.filled, at);
      part.filled += copied;
      at += copied;
      this.#written += copied;
      if (provisional) part.held = true;
      if (part.filled === part.bytes.length) await this.#next();
    }
  }

  /** Uploads what is left, and the parts that were held. */
  async finish(): Promise<void> {
    this.#throwFailure();
    if (this.isOnePart && this.#held.length === 0) return;
    const last = this.#current.filled > 0 ? [this.#current] : [];
    for (const part of [...this.#held, ...last]) {
      await this.#room(part.bytes.length);
      this.#send(part);
    }
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  /** Gives the object its name. Throws `refused` with `details.taken` where another one has it, and overwrites nothing. */
  async complete(): Promise<void> {
    this.#throwFailure();
    if (this.#signal?.aborted) throw this.describe(this.#signal.reason);
    const uploadId = await this.#uploadId;
    const signal = AbortSignal.timeout(COMPLETE_WITHIN_MS);
    await this.#named(
      (condition) =>
        uploadId === null ? this.#put(condition, signal) : this.#completeParts(uploadId, condition, signal),
      signal,
    );
    await this.#requireSize(signal);
    if (this.#begunTwice) await this.#abortOthers(null);
    await this.#events.onEnd?.(true);
  }

  /** Never throws. */
  async discard(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#inFlight);
    // Not aborted with the parts: an upload whose number is unknown can't be aborted.
    const uploadId = await this.#uploadId?.catch(() => null);
    if (typeof uploadId !== 'string') return;
    const gone = await this.#bucket.abortUpload(this.#key, uploadId, AbortSignal.timeout(ABORT_WITHIN_MS)).then(
      () => true,
      () => false,
    );
    if (this.#begunTwice) await this.#abortOthers(uploadId);
    await this.#events.onEnd?.(gone);
  }

  describe(error: unknown): unknown {
    const what = { what: `write ${this.#key}`, right: 's3:PutObject', signal: this.#signal };
    return bucketError(error, this.#bucket.place, what);
  }

  #rewrite(buffer: Buffer, position: number): void {
    let left = buffer.length;
    for (const part of [...this.#held, this.#current]) {
      const from = Math.max(position, part.start);
      const to = Math.min(position + buffer.length, part.start + part.filled);
      if (from >= to || !part.held) continue;
      buffer.copy(part.bytes, from - part.start, from - position, to - position);
      left -= to - from;
    }
    if (left > 0) throw new Error(`Bytes from ${position} were not provisional`);
  }

  async #next(): Promise<void> {
    const part = this.#current;
    if (part.number >= MOST_PARTS)
      throw new AppError('disk', `${this.#key} is too large: it would have more than ${MOST_PARTS} parts.`);
    if (part.held) this.#held.push(part);
    else {
      await this.#room(part.bytes.length);
      this.#send(part);
    }
    this.#current = newPart(part.number + 1, this.#written);
  }

  /** Waits until another part may be on its way. */
  async #room(bytes: number): Promise<void> {
    const most = bytes >= LARGE_PART_BYTES ? 1 : PARTS_IN_FLIGHT;
    while (this.#inFlight.size >= most) await Promise.race(this.#inFlight);
    this.#throwFailure();
  }

  #send(part: Part): void {
    const sending = this.#sendPart(part)
      .catch((error: unknown) => void (this.#failure ??= { error }))
      .finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  async #sendPart({ bytes, filled, number }: Part): Promise<void> {
    const uploadId = await (this.#uploadId ??= this.#begin());
    const body = bytes.subarray(0, filled);
    const checksum = this.#checksums ? { ChecksumCRC32: crc32Base64(body) } : {};
    let sent = 0;
    const { $metadata, ETag } = await this.#patiently(() => {
      sent++;
      return this.#bucket.writer.send(
        new UploadPartCommand({
          Bucket: this.#bucket.name,
          Key: this.#key,
          UploadId: uploadId,
          PartNumber: number,
          Body: body,
          ContentLength: filled,
          ...checksum,
        }),
        { abortSignal: this.#parts },
      );
    }, this.#parts);
    this.#completed.push({ PartNumber: number, ...(ETag === undefined ? {} : { ETag }), ...checksum });
    // A socket of an earlier attempt may still read it.
    if (sent === 1 && $metadata.attempts === 1) releaseBuffer(bytes);
    await this.#events.onPart?.();
  }

  async #begin(): Promise<string> {
    const begin = (checksums: boolean) =>
      this.#patiently(
        () =>
          this.#bucket.writer.send(
            new CreateMultipartUploadCommand({
              ...this.#head(),
              ...(checksums ? { ChecksumAlgorithm: 'CRC32' } : {}),
            }),
            { abortSignal: AbortSignal.timeout(BEGIN_WITHIN_MS) },
          ),
        this.#parts,
        () => (this.#begunTwice = true),
      );
    const { $metadata, UploadId } = await begin(true).catch((error: unknown) => {
      if (!isNotSupported(error)) throw error;
      this.#checksums = false;
      return begin(false);
    });
    if (($metadata.attempts ?? 1) > 1) this.#begunTwice = true;
    if (UploadId === undefined) throw new AppError('disk', 'The store gives no number to an upload.');
    await this.#events.onBegin?.(UploadId);
    return UploadId;
  }

  #patiently<T>(request: () => Promise<T>, signal: AbortSignal, onWait?: () => void): Promise<T> {
    return withRetry(request, { totalMs: RETRY_WITHIN_MS, signal, onWait }, isTransientStoreError);
  }

  #head() {
    return {
      Bucket: this.#bucket.name,
      Key: this.#key,
      ContentType: 'application/zip',
      Metadata: { [MARK]: this.#mark },
      ...this.#bucket.encryption(),
    };
  }

  async #put(condition: Condition, abortSignal: AbortSignal): Promise<void> {
    const body = this.#current.bytes.subarray(0, this.#current.filled);
    await this.#bucket.writer.send(
      new PutObjectCommand({
        ...this.#head(),
        Body: body,
        ContentLength: body.length,
        // A store that does not know the condition may not know checksums either.
        ...(condition.IfNoneMatch === undefined ? {} : { ChecksumCRC32: crc32Base64(body) }),
        ...condition,
      }),
      { abortSignal },
    );
  }

  async #completeParts(uploadId: string, condition: Condition, abortSignal: AbortSignal): Promise<void> {
    const Parts = this.#completed.sort((one, other) => one.PartNumber! - other.PartNumber!);
    await this.#bucket.writer.send(
      new CompleteMultipartUploadCommand({
        Bucket: this.#bucket.name,
        Key: this.#key,
        UploadId: uploadId,
        MultipartUpload: { Parts },
        ...condition,
      }),
      { abortSignal },
    );
  }

  /**
   * The last request. Where its answer was lost, or the store says that the name is taken or the upload gone, the object itself
   * says by its mark whether it was done; until it is there or not for sure, the request is sent again.
   */
  async #named(request: (condition: Condition) => Promise<void>, signal: AbortSignal): Promise<void> {
    let condition: Condition = { IfNoneMatch: '*' };
    const began = performance.now();
    const attempt = async (): Promise<void> => {
      try {
        await request(condition);
      } catch (error) {
        if (isNotSupported(error) && condition.IfNoneMatch !== undefined) {
          condition = {};
          if ((await this.#bucket.head(this.#key, signal)) !== null) throw nameTaken(this.#key, error);
          return attempt();
        }
        await this.#explain(error, performance.now() - began < ASSEMBLED_WITHIN_MS, signal);
      }
    };
    try {
      await withRetry(attempt, { totalMs: RETRY_WITHIN_MS, signal }, isTransientStoreError);
    } catch (error) {
      throw this.describe(error);
    }
  }

  /** Returns where the object is there and our own. Throws a transient error where that is not known yet. */
  async #explain(error: unknown, isEarly: boolean, signal: AbortSignal): Promise<void> {
    const isGone = isMissing(error) || isTooLate(error);
    if (!isPreconditionFailed(error) && !isGone && !isTransientStoreError(error)) throw error;
    const found = await this.#bucket.head(this.#key, signal);
    if (found?.metadata[MARK] === this.#mark) return;
    if (found !== null) throw nameTaken(this.#key, error);
    // Still being assembled, or in conflict with another request that has not ended.
    if (isPreconditionFailed(error) || (isGone && isEarly))
      throw Object.assign(new Error('Not known yet', { cause: error }), { code: 'ECONNRESET' });
    throw error;
  }

  /** Only another size is an error: the object has its name, and every part was checked. */
  async #requireSize(signal: AbortSignal): Promise<void> {
    const found = await this.#bucket.head(this.#key, signal).catch(() => null);
    if (found === null || found.bytes === this.#written) return;
    throw new AppError(
      'disk',
      `The store has ${found.bytes} bytes of ${this.#key}, and ${this.#written} bytes were written.`,
      { hint: 'See the log of the store, and delete this object. It is not a whole backup.' },
    );
  }

  /** Uploads of this key that a lost answer left. Never throws. */
  async #abortOthers(own: string | null): Promise<void> {
    const signal = AbortSignal.timeout(ABORT_WITHIN_MS);
    const uploads = await this.#bucket.unfinishedUploads(this.#key, signal).catch(() => []);
    for (const { key, uploadId } of uploads)
      if (key === this.#key && uploadId !== own)
        await this.#bucket.abortUpload(key, uploadId, signal).catch(() => undefined);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.describe(this.#failure.error);
  }
}

const nameTaken = (key: string, cause: unknown): AppError =>
  new AppError('refused', `Another object has the name ${key}, and is not overwritten.`, {
    hint: 'Try again: the backup gets another name.',
    details: { taken: true },
    cause,
  });

export const isNameTaken = (error: unknown): boolean => isAppError(error) && error.details.taken === true;

/** The upload no longer exists: it was completed, or aborted by somebody else. */
const isTooLate = (error: unknown): boolean => (error as { name?: string }).name === 'NoSuchUpload';

const newPart = (number: number, start: number): Part => ({
  number,
  start,
  bytes: Buffer.allocUnsafeSlow(nextPartBytes(start)),
  filled: 0,
  held: false,
});

const crc32Base64 = (bytes: Buffer): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
};
