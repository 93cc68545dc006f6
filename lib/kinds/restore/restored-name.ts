import { randomBytes } from 'node:crypto';
import { stampOf } from '../../archive/backup-names.ts';
import { processGlobal } from '../../process-wide.ts';

/**
 * The name of the index that a restore creates: `<group>-<UTC>-<8 hex of the backup's SHA-256>-<random>`. The time is
 * that of the first plan: a plan made again, as applying does, gets the same name. The hash identifies the backup that a
 * half-filled index was filled from.
 */
export function restoredName(group: string, backupSha256: string, isTaken: (name: string) => boolean): string {
  const key = `${group.toLowerCase()} ${backupSha256}`;
  const recent = recentNames().get(key);
  if (recent !== undefined && performance.now() - recent.atMs < REUSE_MS && !isTaken(recent.name)) return recent.name;
  // An alias may have capitals, an index may not.
  const name = `${group.toLowerCase()}-${stampOf(new Date())}-${backupSha256.slice(0, 8)}-${uuidTail()}`;
  recentNames().set(key, { name, atMs: performance.now() });
  return name;
}

/** Whether a restore of this backup created the index. */
export const isMadeFrom = (index: string, group: string, backupSha256: string): boolean =>
  index.startsWith(`${group.toLowerCase()}-`) && new RegExp(`z-${backupSha256.slice(0, 8)}-[0-9a-f-]+$`).test(index);

const REUSE_MS = 60 * 60_000;
const recentNames = processGlobal('restored-names', () => new Map<string, { name: string; atMs: number }>());

/** The rest of a version 8 uuid, whose first eight digits are the backup's. */
function uuidTail(): string {
  const hex = randomBytes(12).toString('hex');
  return `${hex.slice(0, 4)}-8${hex.slice(5, 8)}-a${hex.slice(9, 12)}-${hex.slice(12)}`;
}
