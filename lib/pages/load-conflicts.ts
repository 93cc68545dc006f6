import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { conflictFileOf } from '../carrying/conflict-file.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { ConflictsPage, NotCarried } from '../contract/carried.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { jobs } from '../jobs/jobs.ts';
import { jobOn } from './load-job.ts';

const SHOWN = 50;

/** The list of the documents that a job did not write, opened for reading. Throws AppError not_found. */
export async function openConflicts(
  cluster: ConfiguredCluster,
  id: string,
): Promise<{ handle: FileHandle; bytes: number }> {
  jobOn(cluster, id);
  try {
    const handle = await openRegularFile(conflictFileOf(jobs.directory(id)), constants.O_RDONLY);
    return { handle, bytes: (await handle.stat()).size };
  } catch (cause) {
    throw new AppError('not_found', `Job ${id} has no list of conflicts.`, { cause });
  }
}

/** The first of them. */
export async function loadConflicts(cluster: ConfiguredCluster, id: string): Promise<ConflictsPage> {
  const { handle } = await openConflicts(cluster, id);
  const documents: NotCarried[] = [];
  try {
    for await (const line of handle.readLines({ autoClose: false })) {
      documents.push(JSON.parse(line) as NotCarried);
      if (documents.length >= SHOWN) break;
    }
  } finally {
    await handle.close();
  }
  return { documents };
}
