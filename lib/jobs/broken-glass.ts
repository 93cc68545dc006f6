import type { BrokenGlass } from '../contract/broken-glass.ts';
import type { Actor } from '../contract/job.ts';
import type { PlannedRequest } from '../contract/plans.ts';
import { log } from '../log.ts';
import { recordAttempt, recordOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

interface Breaking {
  cluster: string;
  actor: Actor;
  fingerprint: string;
  title: string;
  reason: string;
  requests: readonly PlannedRequest[];
}

/** Loud: a line of its own in the record, a warning in the log, and from the record onto the pages. */
export function breakGlass(
  store: JobStore,
  { cluster, actor, fingerprint, title, reason, requests }: Breaking,
): number {
  const id = recordAttempt(store, {
    cluster,
    action: 'break glass',
    actor,
    address: actor.address,
    fingerprint,
    note: reason,
    input: { title },
    requests,
  });
  log().warn(
    { cluster, actor: actor.name, fingerprint, reason },
    'BREAK GLASS: an alias is moved without the approval of a second person',
  );
  return id;
}

/** Once its job has a number. */
export const linkGlass = (store: JobStore, line: number, job: string): void =>
  recordOutcome(store, line, { outcome: 'done', job });

/** Newest first. Of one job, or of a cluster since then. */
export function brokenGlass(store: JobStore, about: { job: string } | { cluster: string; since: Date }): BrokenGlass[] {
  const [condition, ...values] =
    'job' in about
      ? ['job = ?', Number(about.job)]
      : ['cluster = ? AND at >= ?', about.cluster, about.since.toISOString()];
  const rows = store.read(() =>
    store.database
      .prepare(
        `SELECT id, at, actor_name, note, job, json_extract(input, '$.title') AS title FROM record WHERE action = 'break glass' AND ${String(condition)} ORDER BY id DESC LIMIT 20`,
      )
      .all(...values),
  );
  return rows.map((row) => ({
    id: String(row.id),
    at: String(row.at),
    by: String(row.actor_name),
    reason: String(row.note ?? ''),
    title: String(row.title ?? ''),
    job: row.job === null ? null : String(row.job),
  }));
}
