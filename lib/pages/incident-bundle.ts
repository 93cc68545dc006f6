import type { Authorised } from '../access/authorise.ts';
import type { Permission } from '../access/permissions.ts';
import { mayDoHere } from '../access/shared-rules.ts';
import { bundleIncident } from '../bundling/incident/bundle.ts';
import { FAILURES_FILE } from '../bundling/incident/documents.ts';
import type { Included } from '../bundling/incident/source.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import { isAppError } from '../errors.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { historyOf } from '../live/cluster-history.ts';
import { auditEntriesFor } from './audit-entry-for.ts';
import { assertMayReadRejected } from './foreign-documents.ts';
import { assertMayReadDifferences } from './load-comparison.ts';
import { jobFor, logTextsFor } from './job-for.ts';
import { jobOn, loadJob } from './load-job.ts';
import { recordFailuresDownload } from './record-failures-download.ts';
import { rejectedFileOf } from './rejected-file.ts';

/**
 * A job's bundle with what this person may read of it. Captured bodies in it are recorded as their own download is. Throws AppError
 * not_found, disk.
 */
export async function openIncidentBundle(context: Authorised, id: string) {
  const { cluster } = context;
  const stored = jobOn(cluster, id);
  const job = jobFor(context.identity, stored);
  const detail = await loadJob(cluster, id, context.identity);
  const history = historyOf(cluster.key);
  const documents = await documentsFor(context, id);
  const bundle = await bundleIncident({
    job,
    cluster: { key: cluster.key, name: cluster.name, environment: cluster.environment },
    takenAt: new Date(),
    summary: detail.summary,
    approval: detail.approval ?? null,
    brokenGlass: detail.brokenGlass,
    store: runner().store,
    directory: jobs.directory(id),
    rejectedFile: (await rejectedFileOf(job))?.file ?? null,
    documents,
    requestBodies: documents.included ? await includedFor(context, 'replay') : documents,
    auditLog: await includedFor(context, 'read-audit-log'),
    auditEntry: auditEntriesFor(context.identity),
    logText: logTextsFor(context.identity, stored),
    seen: { healthSpans: history.healthSpans, changes: history.changes, uuid: observedUuid(cluster) },
  });
  if (bundle.files.includes(FAILURES_FILE)) recordFailuresDownload(context, id);
  return bundle;
}

async function includedFor({ actor, cluster, identity }: Authorised, permission: Permission): Promise<Included> {
  const verdict = await mayDoHere(identity, actor.role, cluster, permission);
  return verdict.allowed ? { included: true } : { included: false, why: verdict.why };
}

/** By the rules of each download of the job's page, together: a backup in another cluster's directory decides for all of them. */
async function documentsFor(context: Authorised, id: string): Promise<Included> {
  const own = await includedFor(context, 'read-documents');
  if (!own.included) return own;
  try {
    await assertMayReadRejected({ context, params: { id } });
    await assertMayReadDifferences({ context, params: { id } });
    return own;
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden') return { included: false, why: error.message };
    throw error;
  }
}
