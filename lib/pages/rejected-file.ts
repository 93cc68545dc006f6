import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../contract/job.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobs } from '../jobs/jobs.ts';
import { REJECTED_FILE } from '../loading/rejected-documents.ts';

/**
 * Where a job that is over keeps what was rejected, and how many that were; null: nothing was, or it is still at work.
 * Also of one that did not get to its end.
 */
export async function rejectedOf(job: Job): Promise<{ file: string; total: number } | null> {
  const kind = kinds.of(job.work);
  if (job.status === 'queued' || job.status === 'running' || !kind.keepsRejected) return null;
  if (job.status === 'succeeded') return kind.rejected(job.result);
  const file = join(/* turbopackIgnore: true */ jobs.directory(job.id), REJECTED_FILE);
  const total = await linesIn(file);
  return total === 0 ? null : { file, total };
}

/** The file of a job that is over does not grow: it is counted once. */
const counted = new Map<string, { bytes: number; lines: number }>();
const KEPT = 200;
const LINE_BREAK = 0x0a;

async function linesIn(file: string): Promise<number> {
  let handle: FileHandle | null = null;
  try {
    handle = await openRegularFile(file, constants.O_RDONLY);
    const { size } = await handle.stat();
    const known = counted.get(file);
    if (known?.bytes === size) return known.lines;
    let lines = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 512 * 1024 })) {
      const bytes = chunk as Buffer;
      for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, at + 1)) lines++;
    }
    if (counted.size >= KEPT) counted.clear();
    counted.set(file, { bytes: size, lines });
    return lines;
  } catch {
    // None was written, or it can't be read: the page is about the job.
    return 0;
  } finally {
    await handle?.close();
  }
}
