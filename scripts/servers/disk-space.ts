import { mkdirSync, statfsSync } from 'node:fs';
import { MissingRequirement } from './missing-requirement.ts';

const GB = 1024 ** 3;
/**
 * With less, by the watermarks in node-settings.ts, an index gets no shards: its creation would wait without naming the
 * disk.
 */
const REQUIRED_BYTES = 3 * GB;

/** Throws MissingRequirement if the folder's disk has less free space. Creates the folder. */
export function assertDiskSpace(folder: string, requiredBytes = REQUIRED_BYTES): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= requiredBytes) return;
  const free = `${((bavail * bsize) / GB).toFixed(1)} GB free`;
  throw new MissingRequirement(
    `The disk of ${folder} has only ${free}, and Elasticsearch needs ${String(requiredBytes / GB)} GB to place its shards: ` +
      'make room, or name another folder (RESTORE_DESK_CACHE).',
  );
}
