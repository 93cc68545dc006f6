import type { DatabaseSync } from 'node:sqlite';
import { backupUri } from '../../contract/backup-ref.ts';
import type { BackupDrilled, BackupVerified, IndexMade } from '../../contract/effects.ts';
import type { Job } from '../../contract/job.ts';
import type { AliasMove } from '../../contract/plan.ts';
import type { Effects } from '../../kinds/kind.ts';
import { kinds } from '../../kinds/kinds.ts';
import { forgetDeletedBackup } from './known-folders.ts';

/** What an ended job, or one that stopped after a checkpoint, did to aliases, indices and backups. Of one that runs: nothing. */
export function effectsOf(job: Job, checkpoint: unknown): Effects {
  if (job.status === 'queued' || job.status === 'running') return {};
  const kind = kinds.of(job.work);
  return job.status === 'succeeded'
    ? kind.effects(job)
    : kind.effectsBefore(job.work, checkpoint, job.status === 'failed' ? job.failure : null);
}

/**
 * Saves what an ended job, or one that stopped after a checkpoint, did to aliases, indices and backups in tables of their own: pages need not read every result.
 */
export function saveEffects(database: DatabaseSync, job: Job, checkpoint: unknown): void {
  if (job.status === 'queued' || job.status === 'running') return;
  const kind = kinds.of(job.work);
  const { createdIndex, verifiedBackups, deletedBackups, drilledBackup } = effectsOf(job, checkpoint);
  if (createdIndex) saveCreatedIndex(database, createdIndex, job.id);
  for (const verified of verifiedBackups ?? []) saveVerification(database, verified, job);
  for (const deleted of deletedBackups ?? []) forgetDeletedBackup(database, deleted);
  if (drilledBackup) saveDrill(database, drilledBackup, job);
  const move = job.status === 'succeeded' ? (kind.alias?.move(job.result) ?? null) : null;
  const uuid = kind.clusterUuid(job.work);
  if (move && uuid !== null) saveMove(database, uuid, move, job.id);
}

function saveCreatedIndex(database: DatabaseSync, { clusterUuid, index, uuid }: IndexMade, job: string): void {
  database
    .prepare('INSERT OR IGNORE INTO made_indices (cluster_uuid, index_name, index_uuid, job) VALUES (?, ?, ?, ?)')
    .run(clusterUuid, index, uuid, Number(job));
}

function saveVerification(
  database: DatabaseSync,
  { backup, bytes, problem, found }: BackupVerified,
  { id, endedAt }: { id: string; endedAt: string },
): void {
  database
    .prepare(
      'INSERT OR REPLACE INTO verified_backups (backup, bytes, job, at, problem, found) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(backupUri(backup), bytes, Number(id), endedAt, problem, found);
}

function saveDrill(
  database: DatabaseSync,
  drilled: BackupDrilled,
  { id, endedAt }: { id: string; endedAt: string },
): void {
  const { key, alias, bytes, compared, documents, elsewhere, equal, limited, ok, problem, seconds } = drilled;
  database
    .prepare(
      `INSERT OR REPLACE INTO drilled_backups
         (backup, bytes, job, at, seconds, documents, equal, compared, ok, problem, limited, elsewhere, alias)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[key, bytes, Number(id), endedAt, seconds, documents, equal, compared, ok ? 1 : 0, problem],
      ...[limited ? 1 : 0, elsewhere ? 1 : 0, alias],
    );
}

function saveMove(database: DatabaseSync, clusterUuid: string, move: AliasMove, job: string): void {
  database
    .prepare('INSERT OR REPLACE INTO switches (job, cluster_uuid, alias, result) VALUES (?, ?, ?, ?)')
    .run(Number(job), clusterUuid, move.alias, JSON.stringify(move));
}
