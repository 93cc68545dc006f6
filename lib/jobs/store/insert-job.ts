import type { DatabaseSync } from 'node:sqlite';
import type { Actor, JobWork } from '../../contract/job.ts';
import { kinds } from '../../kinds/kinds.ts';
import type { Lock } from '../../kinds/locks.ts';
import type { Owner } from '../owner.ts';
import { jobNumber } from './rows.ts';

export interface NewJob {
  cluster: string;
  actor: Actor;
  work: JobWork;
  follows?: string | null;
  /** Idempotency key: a second call with the same key returns the first call's job. */
  key?: string;
  /** Where an earlier run stopped. */
  checkpoint?: unknown;
  /** The run of a schedule that it is a part of. */
  schedule?: { id: number; dueAt: number } | undefined;
}

/** Inserts the row and returns its number. */
export function insertJob(
  database: DatabaseSync,
  newJob: NewJob,
  owner: Owner,
  status: 'queued' | 'running',
  locks: readonly Lock[],
): number {
  const { actor, checkpoint, cluster, follows, key, schedule, work } = newJob;
  const kind = kinds.of(work);
  const at = new Date().toISOString();
  const inserted = database
    .prepare(
      `INSERT INTO jobs (cluster, cluster_uuid, kind, title, status, actor, actor_name, work, subjects, follows,
           idempotency_key, created_at, started_at, checkpoint, owner, beat_at, schedule, schedule_due)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      cluster,
      kind.clusterUuid(work),
      work.kind,
      kind.title(work),
      status,
      JSON.stringify(actor),
      actor.name,
      JSON.stringify(work),
      JSON.stringify(locks.map(({ name }) => name)),
      follows ? jobNumber(follows) : null,
      key ?? null,
      at,
      status === 'running' ? at : null,
      checkpoint === undefined || checkpoint === null ? null : JSON.stringify(checkpoint),
      JSON.stringify(owner),
      at,
      schedule?.id ?? null,
      schedule?.dueAt ?? null,
    );
  return Number(inserted.lastInsertRowid);
}
