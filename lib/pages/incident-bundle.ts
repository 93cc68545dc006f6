import type { Authorised } from '../access/authorise.ts';
import type { Identity } from '../access/roles.ts';
import type { Permission } from '../access/permissions.ts';
import { mayDoHere } from '../access/shared-rules.ts';
import { bundleIncident } from '../bundling/incident/bundle.ts';
import { FAILURES_FILE } from '../bundling/incident/documents.ts';
import type { Included } from '../bundling/incident/source.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import type { Job, JobWork } from '../contract/job.ts';
import { isAppError } from '../errors.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { historyOf } from '../live/cluster-history.ts';
import { auditEntriesFor } from './audit-entry-for.ts';
import { knownSource } from './copy-source.ts';
import { assertMayReadRejected } from './foreign-documents.ts';
import { assertMayReadDifferences } from './load-comparison.ts';
import { jobFor } from './job-for.ts';
import { jobOn, loadJob } from './load-job.ts';
import { recordFailuresDownload } from './record-failures-download.ts';
import { rejectedFileOf } from './rejected-file.ts';

/**
 * A job's bundle with what this person may read of it. Captured bodies in it are recorded as their own download is. Throws AppError
 * not_found, disk.
 */
export async function openIncidentBundle(context: Authorised, id: string) {
  const { cluster } = context;
  const job = withKnownSource(jobFor(context.identity, jobOn(cluster, id)), context.identity);
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
    seen: { healthSpans: history.healthSpans, changes: history.changes, uuid: observedUuid(cluster) },
  });
  if (bundle.files.includes(FAILURES_FILE)) recordFailuresDownload(context, id);
  return bundle;
}

/** The plan of a copy has the key of the other cluster, which only a person with a role there reads. */
function withKnownSource(job: Job, reader: Identity): Job {
  const { work } = job;
  const plan = kinds.of(work).plan(work);
  const from = plan !== null && 'from' in plan ? plan.from : undefined;
  if (typeof from !== 'string' || knownSource(reader, from) !== null) return job;
  return { ...job, work: { ...work, plan: { ...plan, from: 'another cluster' } } as JobWork };
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
