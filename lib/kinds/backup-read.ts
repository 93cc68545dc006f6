import type { BackupRef } from '../contract/backup-ref.ts';
import type { BackupVerified } from '../contract/effects.ts';
import type { FailedJob } from '../contract/job.ts';
import { formatCount, plural } from '../format.ts';

/** The numbers of a backup that was read to its end. */
interface BackupNumbers {
  fileBytes: number;
  documents: number;
  promised: number;
}

/** What is known of a backup after it was read to its end without an error: verified, or incomplete. */
export function backupRead(backup: BackupRef, { fileBytes, documents, promised }: BackupNumbers): BackupVerified {
  const isComplete = documents === promised;
  return {
    backup,
    bytes: fileBytes,
    problem: isComplete
      ? null
      : `${formatCount(documents)} of ${plural(promised, 'expected document')} are in the file.`,
    found: isComplete ? null : documents,
  };
}

/** Failures that prove a problem of the backup itself, not of reading it. */
const BACKUP_FAILURES: readonly string[] = ['backup_damaged', 'backup_incomplete'];

/** What a failure of reading a backup says about it: nothing, or that it is damaged. `fileBytes` -1: its size is not known. */
export function backupReadFailed(
  backup: BackupRef,
  { code, message, details }: FailedJob['failure'],
  fileBytes = Number(details?.['fileBytes'] ?? -1),
): BackupVerified[] {
  // Another file under the same name says nothing about the one that was read.
  if (!BACKUP_FAILURES.includes(code) || details?.['replaced'] === true) return [];
  return [{ backup, bytes: fileBytes, problem: message, found: null }];
}
