/** One attempt of a policy to take a snapshot. */
export interface PolicyRun {
  /** ISO; null: the cluster does not say. */
  at: string | null;
  /** null: OpenSearch does not name it. */
  snapshot: string | null;
}

/** A policy of the cluster that takes snapshots by itself: of Elasticsearch's SLM or OpenSearch's snapshot management. */
export interface SnapshotPolicy {
  name: string;
  repository: string;
  /** As the cluster has it, a cron expression with its time zone: "0 30 1 * * ?". */
  schedule: string;
  /** The patterns of its indices; null: every index. */
  indices: string[] | null;
  /** Does it run at all? SLM has no switch for one policy. */
  enabled: boolean;
  running: boolean;
  lastSuccess: PolicyRun | null;
  /** `reason`: in the server's words. */
  lastFailure: (PolicyRun & { reason: string | null }) | null;
  nextRun: string | null;
  /** What deletes its old snapshots; null: nothing does. */
  retention: PolicyRetention | null;
}

export interface PolicyRetention {
  /** "older than 30d; at least 5, at most 50" */
  rule: string;
  /** false: it has not run although there was something to decide; null: the cluster does not say. */
  hasRun: boolean | null;
  /** Why its last run failed, or how many deletions did, as a sentence; null: no failure is known. */
  problem: string | null;
}

/** What the cluster says of its policies. */
export interface ServerPolicies {
  /** Which feature they are of. */
  by: 'slm' | 'sm';
  /** RUNNING, STOPPING, STOPPED; null: unknown, or there is no such switch. */
  mode: string | null;
  policies: SnapshotPolicy[];
}

export interface PolicyRow extends SnapshotPolicy {
  /** What is wrong with it, the worst first. */
  problems: { level: 'bad' | 'warn'; sentence: string }[];
}

export interface PoliciesPage {
  takenAt: string;
  /** "Snapshot lifecycle management (SLM)" */
  feature: string;
  /** What is wrong with all of them; null: nothing. */
  problem: { level: 'bad' | 'warn'; sentence: string } | null;
  rows: PolicyRow[];
  /** Whether the cluster has a request that runs a policy now. */
  canRun: boolean;
}
