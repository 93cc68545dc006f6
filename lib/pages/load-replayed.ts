import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mayDoHere } from '../access/shared-rules.ts';
import type { Authorised } from '../access/authorise.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { NotApplied, NotAppliedPage } from '../contract/replayed.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { jobs } from '../jobs/jobs.ts';
import { isJobOf } from '../kinds/kind.ts';
import { replay } from '../kinds/replay/describe.ts';
import { failuresIn } from '../replaying/send/failures-file.ts';
import { journalIn, type SettledLine } from '../replaying/send/journal.ts';
import { visibleText } from '../json/visible-text.ts';
import { jobOn } from './load-job.ts';
import { linesFrom } from './lines-from.ts';

const SHOWN = 50;
/** Of the results, for one page: where almost everything was applied, a page can have few lines. */
const MOST_BYTES = 32 * 1024 ** 2;

interface OpenedFile {
  handle: FileHandle;
  bytes: number;
}

/** A line of JSON for each request. Throws AppError not_found. */
export const openResults = (cluster: ConfiguredCluster, id: string): Promise<OpenedFile> =>
  openOf(cluster, id, journalIn, 'results');

/** What was not applied, as GoReplay writes it: with the bodies. Throws AppError not_found. */
export const openFailures = (cluster: ConfiguredCluster, id: string): Promise<OpenedFile> =>
  openOf(cluster, id, failuresIn, 'requests that failed');

async function openOf(
  cluster: ConfiguredCluster,
  id: string,
  fileIn: (directory: string) => string,
  what: string,
): Promise<OpenedFile> {
  filesOfReplay(cluster, id);
  try {
    const handle = await openRegularFile(fileIn(jobs.directory(id)), constants.O_RDONLY);
    return { handle, bytes: (await handle.stat()).size };
  } catch (cause) {
    throw new AppError('not_found', `Job ${id} has no file of ${what}.`, { cause });
  }
}

/** The captured files, in the order in which the results number them. */
function filesOfReplay(cluster: ConfiguredCluster, id: string): string[] {
  const job = jobOn(cluster, id);
  if (isJobOf(replay, job)) return job.work.plan.files.map(({ path }) => path);
  throw new AppError('not_found', `Job ${id} is no replay.`);
}

/** Bodies are documents: who may not read those here may not download them. Throws AppError forbidden. */
export async function assertMayReadBodies({ context }: { context: Authorised }): Promise<void> {
  const { actor, cluster, identity } = context;
  const verdict = await mayDoHere(identity, actor.role, cluster, 'read-documents');
  if (!verdict.allowed) throw new AppError('forbidden', verdict.why);
}

/** Requests that failed, whose outcome is unknown, or that were held back behind one of them. */
export async function loadNotApplied(cluster: ConfiguredCluster, id: string, from: number): Promise<NotAppliedPage> {
  const files = filesOfReplay(cluster, id);
  const { bytes, handle } = await openResults(cluster, id);
  const requests: NotApplied[] = [];
  let at = from;
  try {
    for await (const { end, text } of linesFrom(handle, from)) {
      if (requests.length >= SHOWN || at - from >= MOST_BYTES) break;
      at = end;
      const request = notAppliedIn(text, files);
      if (request !== null) requests.push(request);
    }
  } finally {
    await handle.close();
  }
  return { requests, next: at < bytes ? at : null };
}

/** null: it was applied, or the line is not whole. */
function notAppliedIn(text: string, files: readonly string[]): NotApplied | null {
  const line = parsed(text);
  if (line === null || !('outcome' in line)) return null;
  const { outcome } = line;
  if (outcome !== 'failed' && outcome !== 'unknown' && outcome !== 'held') return null;
  return {
    time: line.time,
    file: visibleText(files[line.file] ?? ''),
    offset: line.offset,
    method: visibleText(line.method),
    path: visibleText(line.path),
    tries: line.tries,
    status: line.status,
    outcome,
    why: line.why === undefined ? null : visibleText(line.why),
  };
}

function parsed(text: string): SettledLine | null {
  try {
    return JSON.parse(text) as SettledLine;
  } catch {
    return null;
  }
}
