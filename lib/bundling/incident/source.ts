import type { AuditEntry } from '../../contract/audit-log.ts';
import type { BreakGlassUse } from '../../contract/break-glass.ts';
import type { JobApproval } from '../../contract/job-page.ts';
import type { Job } from '../../contract/job.ts';
import type { ClusterChange, HealthSpan } from '../../contract/overview.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';

/** Whether a part may be in the bundle; `why`: a sentence for contents.txt. */
export type Included = { included: true } | { included: false; why: string };

/** What a bundle of a job is made of. Its parts are read when the zip is. */
export interface IncidentSource {
  job: Job;
  cluster: { key: string; name: string; environment: string };
  /** When it was asked for: the state of a job that runs is that of this moment. */
  takenAt: Date;
  /** For the incident channel. */
  summary: string;
  approval: JobApproval | null;
  brokenGlass: readonly BreakGlassUse[];
  store: JobStore;
  /** The job's folder, which need not exist. */
  directory: string;
  /** The file of the job's rejected documents; null: none. */
  rejectedFile: string | null;
  /** Files with documents, the full plan, and the checkpoint. */
  documents: Included;
  /** Files with the captured bodies of requests. */
  requestBodies: Included;
  auditLog: Included;
  /** A line of the audit log as the person who asked for the bundle may read it; absent: unchanged. */
  auditEntry?: (entry: AuditEntry) => AuditEntry;
  /** The same of a line of the job's log; absent: with the clusters that the work of the job names. */
  logText?: (line: string) => string;
  seen: SeenOfCluster;
}

/** What was observed of the cluster, of any time. */
interface SeenOfCluster {
  /** null: only the memory of a dashboard has it. */
  healthSpans: readonly HealthSpan[] | null;
  changes: readonly ClusterChange[];
  /** The cluster's own uuid, under which document counts are kept; null: unknown. */
  uuid: string | null;
}

/** A file of the bundle, or one that is left out. */
export interface IncidentPart {
  name: string;
  /** For contents.txt: a sentence. */
  what: string;
  /** A sentence; absent: it is in the bundle. */
  leftOut?: string;
  content?: Buffer | ((signal: AbortSignal) => AsyncIterable<Buffer>);
}
