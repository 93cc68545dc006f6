import { constants } from 'node:fs';
import { rm, type FileHandle } from 'node:fs/promises';
import { DIFFERENCE_BUCKETS, type Difference, type DifferenceBucket } from '../contract/difference.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { makeDirectory } from '../make-folder.ts';
import { differenceFile } from './difference-files.ts';
import { contentAt, idAt, routingAt, versionAt } from './record.ts';
import { diskError } from './spill-file.ts';

const BLOCK_CHARACTERS = 256 * 1024;

/** Writes the differences of each bucket to a new file, which replaces an older one. Throws `disk`. */
export class DifferenceWriter {
  private readonly files: Map<DifferenceBucket, { file: FileHandle; path: string; text: string }>;

  private constructor(files: DifferenceWriter['files']) {
    this.files = files;
  }

  static async create(directory: string): Promise<DifferenceWriter> {
    const files: DifferenceWriter['files'] = new Map();
    await makeDirectory(directory, 0o700);
    for (const bucket of DIFFERENCE_BUCKETS) {
      const path = differenceFile(directory, bucket);
      try {
        await rm(path, { force: true });
        const file = await openRegularFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, {
          mode: 0o640,
        });
        files.set(bucket, { file, path, text: '' });
      } catch (error) {
        for (const { file } of files.values()) await file.close();
        throw diskError(error, path);
      }
    }
    return new DifferenceWriter(files);
  }

  /** `left`, `right`: where its records are; null: that side has no such document. A promise where the disk is behind. */
  add(bucket: DifferenceBucket, bytes: Buffer, left: number | null, right: number | null): Promise<void> | null {
    const open = this.files.get(bucket)!;
    open.text += lineOf(bucket, bytes, left, right);
    return open.text.length < BLOCK_CHARACTERS ? null : this.flush(bucket);
  }

  /** Everything is on the disk. */
  async finish(): Promise<void> {
    for (const [bucket, { file, path }] of this.files) {
      await this.flush(bucket);
      await file.sync().catch((error: unknown) => {
        throw diskError(error, path);
      });
    }
  }

  /** Never throws. */
  async close(): Promise<void> {
    for (const { file } of this.files.values()) await file.close().catch(() => undefined);
  }

  private async flush(bucket: DifferenceBucket): Promise<void> {
    const open = this.files.get(bucket)!;
    const { file, path, text } = open;
    open.text = '';
    await file.appendFile(text).catch((error: unknown) => {
      throw diskError(error, path);
    });
  }
}

function lineOf(bucket: DifferenceBucket, bytes: Buffer, left: number | null, right: number | null): string {
  const either = (left ?? right)!;
  const versions = {
    left: left === null ? null : versionAt(bytes, left),
    right: right === null ? null : versionAt(bytes, right),
  };
  const digests = {
    left: left === null ? null : contentAt(bytes, left),
    right: right === null ? null : contentAt(bytes, right),
  };
  const difference: Difference = {
    id: idAt(bytes, either),
    routing: routingAt(bytes, either),
    bucket,
    versions,
    digests,
  };
  return `${JSON.stringify(difference)}\n`;
}
