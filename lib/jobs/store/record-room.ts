import { statfsSync } from 'node:fs';
import { explained, SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** In bytes: what jobs and audit log take, without what deleted lines have left free in the file; what the disk still has. */
export interface RecordRoom {
  used: number;
  free: number;
}

/** Throws AppError disk. */
export function recordRoom(store: JobStore, dataDirectory: string): RecordRoom {
  const pragma = (name: string) =>
    store.read(() => Number(Object.values(store[SQL].prepare(`PRAGMA ${name}`).get() ?? {})[0]));
  const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  const disk = explained(dataDirectory, () => statfsSync(dataDirectory));
  return { used, free: disk.bavail * disk.bsize };
}
