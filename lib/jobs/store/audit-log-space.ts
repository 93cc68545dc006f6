import { statfsSync } from 'node:fs';
import { SQL } from './database.ts';
import { withDatabaseErrors } from './database-file.ts';
import type { JobStore } from './job-store.ts';

/** In bytes: the size of jobs and audit log, without free pages of the file; the free space of the disk. */
export interface AuditLogSpace {
  used: number;
  free: number;
}

/** Throws AppError disk. */
export function auditLogSpace(store: JobStore, dataDirectory: string): AuditLogSpace {
  const pragma = (name: string) =>
    store.read(() => Number(Object.values(store[SQL].prepare(`PRAGMA ${name}`).get() ?? {})[0]));
  const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  const disk = withDatabaseErrors(dataDirectory, () => statfsSync(dataDirectory));
  return { used, free: disk.bavail * disk.bsize };
}
