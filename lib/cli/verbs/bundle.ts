import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bundleIncident } from '../../bundling/incident/bundle.ts';
import type { Included } from '../../bundling/incident/source.ts';
import { cancelled, AppError } from '../../errors.ts';
import { createFile } from '../../files/create-file.ts';
import { formatBytes, plural } from '../../format.ts';
import type { Job } from '../../contract/job.ts';
import { approvalOfJob } from '../../jobs/store/approvals.ts';
import { JobStore, noSuchJob } from '../../jobs/store/job-store.ts';
import { breakGlassUses } from '../../jobs/store/read-audit-log.ts';
import { kinds } from '../../kinds/kinds.ts';
import { LastSnapshotFile } from '../../live/last-snapshot-file.ts';
import { incidentSummary } from '../../present/incident-summary.ts';
import { namedJob } from '../../present/named-job.ts';
import { pathOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { usageError } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';

/** Writes the bundle of a recorded job, from the data directory alone. */
export async function bundle(context: CommandContext): Promise<CommandResult> {
  const [id] = context.args.positionals;
  const out = context.args.text('out');
  if (out === undefined) throw usageError('bundle needs --out FILE.', 'bundle');
  const file = pathOfArgument(out);
  const { dataDirectory } = context.installation();
  if (!JobStore.existsIn(dataDirectory)) throw missingJob(id!, dataDirectory);
  const store = JobStore.open(dataDirectory);
  try {
    const job = requireJob(store, id!, dataDirectory);
    const { files, stream } = await bundleIncident(sourceOf(context, store, job));
    const bytes = await createFile(
      file,
      (temporary) => write(stream(context.signal), temporary, context.signal),
      (sentence) => context.terminal.print(sentence),
    );
    return {
      status: 'done',
      text: safeLine(`${file}: job ${job.id}, ${plural(files.length, 'file')}, ${formatBytes(bytes)}.`),
      fields: { job: job.id, file, bytes, files },
    };
  } finally {
    store.close();
  }
}

function requireJob(store: JobStore, id: string, dataDirectory: string): Job {
  const job = store.get(id);
  if (job === null) throw missingJob(id, dataDirectory);
  return job;
}

function missingJob(id: string, dataDirectory: string): AppError {
  const { code, message } = noSuchJob(id);
  return new AppError(code, message, {
    hint: `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another place.`,
  });
}

function sourceOf(context: CommandContext, store: JobStore, stored: Job) {
  const { clusters, dataDirectory } = context.installation();
  const job = namedJob(stored, (named) => clusters.find(({ key }) => key === named)?.name ?? null);
  const configured = clusters.find(({ key }) => key === job.cluster);
  const cluster = {
    key: job.cluster,
    name: configured?.name ?? job.cluster,
    environment: configured?.environment ?? 'not configured',
  };
  const takenAt = new Date();
  const approval = approvalOfJob(store, job.id);
  const brokenGlass = breakGlassUses(store, { job: job.id });
  const documents: Included = context.args.flag('without-documents')
    ? { included: false, why: 'Left out by --without-documents.' }
    : { included: true };
  return {
    job,
    cluster,
    takenAt,
    summary: incidentSummary(job, cluster, { approval, brokenGlass, takenAt: takenAt.toISOString() }),
    approval,
    brokenGlass,
    store,
    directory: join(dataDirectory, 'jobs', job.id),
    rejectedFile: job.status === 'succeeded' ? (kinds.of(job.work).rejectedDocuments(job.result)?.file ?? null) : null,
    documents,
    requestBodies: documents,
    auditLog: { included: true } as const,
    seen: { healthSpans: null, changes: new LastSnapshotFile(job.cluster, dataDirectory).read().changes, uuid: null },
  };
}

async function write(stream: NodeJS.ReadableStream, file: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(stream, createWriteStream(file), { signal });
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
}
