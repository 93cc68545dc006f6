import { constants } from 'node:fs';
import { join } from 'node:path';
import { DIFFERENCE_BUCKETS, type Difference, type DifferenceBucket } from '../contract/difference.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';

/** The file of the differences of one bucket: a line of JSON for each. `directory`: that of the comparison's job. */
export const differenceFile = (directory: string, bucket: DifferenceBucket): string =>
  join(/* turbopackIgnore: true */ directory, `differences-${bucket}.ndjson`);

export interface DifferenceLine {
  difference: Difference;
  /** Where the next line begins, in bytes. */
  next: number;
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 256 * 1024;

/**
 * The differences of a bucket from a byte offset, which is the `next` of an earlier line. `contains`: only those with this text in
 * their id or routing. Throws `not_found` where the comparison is no longer there.
 */
export async function* readDifferences(
  directory: string,
  bucket: DifferenceBucket,
  { from = 0, contains = '', signal }: { from?: number; contains?: string; signal?: AbortSignal } = {},
): AsyncGenerator<DifferenceLine> {
  const file = await openRegularFile(differenceFile(directory, bucket), constants.O_RDONLY).catch((cause: unknown) => {
    throw new AppError('not_found', 'The list of these differences is no longer there.', {
      cause,
      hint: 'Compare again.',
    });
  });
  const needle = Buffer.from(contains);
  let at = from;
  let rest: Buffer = Buffer.alloc(0);
  for await (const data of file.createReadStream({
    start: from,
    highWaterMark: CHUNK_BYTES,
    ...(signal ? { signal } : {}),
  })) {
    const bytes = rest.length === 0 ? (data as Buffer) : Buffer.concat([rest, data as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
      const line = bytes.subarray(start, end);
      at += end + 1 - start;
      start = end + 1;
      // JSON may escape a character of the text, so a line without it is only skipped where nothing in it is escaped.
      if (needle.length > 0 && !line.includes(needle) && !line.includes(0x5c)) continue;
      const difference = JSON.parse(line.toString('utf8')) as Difference;
      if (contains === '' || difference.id.includes(contains) || (difference.routing?.includes(contains) ?? false))
        yield { difference, next: at };
    }
    rest = bytes.subarray(start);
  }
}

/** Every file that a comparison may have, in the order of a download. */
export const differenceFiles = (directory: string): string[] =>
  DIFFERENCE_BUCKETS.map((bucket) => differenceFile(directory, bucket));
