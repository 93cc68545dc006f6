import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Job } from '../contract/job.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobs } from '../jobs/jobs.ts';
import { REJECTED_FILE } from '../loading/rejected-file.ts';

/**
 * The file with the rejected documents of an ended job, also of one that failed, and how many there are; null: none, or
 * the job has not ended.
 */
export async function rejectedFileOf(job: Job): Promise<{ file: string; total: number } | null> {
  const kind = kinds.of(job.work);
  if (job.status === 'queued' || job.status === 'running' || !kind.savesRejectedDocuments) return null;
  if (job.status === 'succeeded') return kind.rejectedDocuments(job.result);
  const file = join(/* turbopackIgnore: true */ jobs.directory(job.id), REJECTED_FILE);
  const total = await countLines(file);
  return total === 0 ? null : { file, total };
}

/** By path. The file of an ended job does not grow. */
const lineCounts = new LRUCache<string, { bytes: number; lines: number }>({ max: 200 });
const LINE_BREAK = 0x0a;

async function countLines(file: string): Promise<number> {
  let handle: FileHandle | null = null;
  try {
    handle = await openRegularFile(file, constants.O_RDONLY);
    const { size } = await handle.stat();
    const known = lineCounts.get(file);
    if (known?.bytes === size) return known.lines;
    let lines = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 512 * 1024 })) {
      const bytes = chunk as Buffer;
      for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, at + 1)) lines++;
    }
    lineCounts.set(file, { bytes: size, lines });
    return lines;
  } catch {
    // There is no file, or it can't be read: the job's page is shown without it.
    return 0;
  } finally {
    await handle?.close();
  }
}
