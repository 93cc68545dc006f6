import type { DatabaseSync } from 'node:sqlite';
import type { Verification } from '../../contract/backup.ts';
import type { Job } from '../../contract/job.ts';
import type { SwitchResult } from '../../contract/results.ts';

/** Puts what an ended job tells about aliases, indices and files where a page finds it without reading every result. */
export function noteFacts(database: DatabaseSync, job: Job): void {
  const { work } = job;
  if (
    job.status === 'failed' &&
    work.kind === 'verify' &&
    (job.failure.code === 'backup_damaged' || job.failure.code === 'backup_incomplete')
  ) {
    noteVerified(database, work.file, Number(job.failure.details?.fileBytes ?? -1), job, job.failure.message);
  }
  if (job.status !== 'succeeded') return;
  const { result } = job;
  switch (result.kind) {
    case 'switch':
      if (work.kind === 'switch') noteSwitch(database, work.plan.cluster.uuid, result, job);
      return;
    case 'restore': {
      if (work.kind !== 'restore' && work.kind !== 'retry-rejected') return;
      const { uuid } = work.plan.cluster;
      database
        .prepare('INSERT OR IGNORE INTO made_indices (cluster_uuid, index_name, index_uuid, job) VALUES (?, ?, ?, ?)')
        .run(uuid, result.index, result.indexUuid, Number(job.id));
      // The plan read the backup to its end before anything was changed.
      noteVerified(database, work.plan.backup.file, work.plan.backup.fileBytes, job, null);
      if (result.switched && result.alias && result.aliasBefore && result.aliasAfter) {
        noteSwitch(
          database,
          uuid,
          {
            kind: 'switch',
            alias: result.alias,
            index: result.index,
            opened: false,
            before: result.aliasBefore,
            after: result.aliasAfter,
            seconds: 0,
          },
          job,
        );
      }
      return;
    }
    case 'verify':
      noteVerified(
        database,
        result.verification.file,
        result.verification.fileBytes,
        job,
        incompleteness(result.verification),
      );
      return;
    case 'backup':
    case 'clean-up':
    case 'delete-backup':
      return;
    default:
      result satisfies never;
  }
}

const incompleteness = ({ complete, documents, promised }: Verification): string | null =>
  complete ? null : `${documents} of ${promised} promised documents are there.`;

function noteSwitch(database: DatabaseSync, clusterUuid: string, result: SwitchResult, job: Job): void {
  database
    .prepare('INSERT OR REPLACE INTO switches (job, cluster_uuid, alias, result) VALUES (?, ?, ?, ?)')
    .run(Number(job.id), clusterUuid, result.alias, JSON.stringify(result));
}

function noteVerified(database: DatabaseSync, file: string, fileBytes: number, job: Job, problem: string | null): void {
  const at = 'endedAt' in job ? job.endedAt : new Date().toISOString();
  database
    .prepare('INSERT OR REPLACE INTO verified_files (file, file_bytes, job, at, problem) VALUES (?, ?, ?, ?, ?)')
    .run(file, fileBytes, Number(job.id), at, problem);
}
