import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ConfiguredCluster } from '../config.ts';
import type { RejectedPage } from '../contract/job-page.ts';
import { rejectedDocument, type RejectedDocument } from '../contract/load-outcome.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { jobOn } from './load-job.ts';
import { rejectedFileOf } from './rejected-file.ts';

const DOCUMENTS_SHOWN = 50;
/** A reason can quote a whole document. */
const MAX_REASON_CHARACTERS = 600;

/** The rejected documents of a job, opened for reading. Throws AppError not_found, disk. */
export async function openRejected(
  cluster: ConfiguredCluster,
  id: string,
): Promise<{ handle: FileHandle; bytes: number; total: number }> {
  const rejected = await rejectedFileOf(jobOn(cluster, id));
  if (rejected === null) throw new AppError('not_found', `Job ${id} rejected no documents.`);
  try {
    const handle = await openRegularFile(rejected.file, constants.O_RDONLY);
    return { handle, bytes: (await handle.stat()).size, total: rejected.total };
  } catch (error) {
    throw new AppError('disk', `The file with the rejected documents of job ${id} can’t be read.`, {
      hint: 'It lies in the job’s folder below the data directory; it may have been removed.',
      cause: error,
    });
  }
}

export async function loadRejected(cluster: ConfiguredCluster, id: string): Promise<RejectedPage> {
  const { handle, total } = await openRejected(cluster, id);
  const documents: RejectedDocument[] = [];
  try {
    for await (const line of handle.readLines({ autoClose: false })) {
      const document = rejectedDocumentIn(line);
      if (document) documents.push({ ...document, reason: document.reason.slice(0, MAX_REASON_CHARACTERS) });
      if (documents.length >= DOCUMENTS_SHOWN) break;
    }
  } finally {
    await handle.close();
  }
  return { total, documents };
}

/** A line describes a rejected document; null: the line is the document itself, or no JSON. */
function rejectedDocumentIn(line: string): RejectedDocument | null {
  try {
    const value: unknown = JSON.parse(line);
    const inner = typeof value === 'object' && value !== null && 'rejected' in value ? value.rejected : value;
    return rejectedDocument.safeParse(inner).data ?? null;
  } catch {
    return null;
  }
}
