import { constants } from 'node:fs';
import { join } from 'node:path';
import { DIFFERENCE_BUCKETS, type Difference, type DifferenceBucket } from '../contract/difference.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';

/** The file of the differences of one bucket: a line of JSON for each. `directory`: that of the comparison's job. */
export const differenceFile = (directory: string, bucket: DifferenceBucket): string =>
  join(/* turbopackIgnore: true */ directory, `differences-${bucket}.ndjson`);

/**
 * The lines of a bucket's list from a byte offset, where one begins. Closes the file, also where the caller stops early. Throws
 * `not_found` where the list is no longer there.
 */
export async function* differenceLines(
  directory: string,
  bucket: DifferenceBucket,
  start: number,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const file = await openRegularFile(differenceFile(directory, bucket), constants.O_RDONLY).catch((cause: unknown) => {
    throw new AppError('not_found', 'The list of these differences is no longer there.', {
      cause,
      hint: 'Compare again.',
    });
  });
  let rest: Buffer = Buffer.alloc(0);
  const options = { start, highWaterMark: CHUNK_BYTES, autoClose: false, ...(signal ? { signal } : {}) };
  try {
    for await (const chunk of file.createReadStream(options)) {
      const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      let from = 0;
      for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, from)) {
        yield bytes.subarray(from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
  } finally {
    await file.close();
  }
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 256 * 1024;

/** The differences of a bucket. `from`: the `next` of an earlier one, which is where the next line begins, in bytes. */
export async function* readDifferences(
  directory: string,
  bucket: DifferenceBucket,
  { from = 0, signal }: { from?: number; signal?: AbortSignal } = {},
): AsyncGenerator<{ difference: Difference; next: number }> {
  let next = from;
  for await (const line of differenceLines(directory, bucket, from, signal)) {
    next += line.length + 1;
    yield { difference: JSON.parse(line.toString('utf8')) as Difference, next };
  }
}

/** Every file that a comparison may have, in the order of a download. */
export const differenceFiles = (directory: string): string[] =>
  DIFFERENCE_BUCKETS.map((bucket) => differenceFile(directory, bucket));
