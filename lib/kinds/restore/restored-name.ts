import { randomBytes } from 'node:crypto';
import { stampOf } from '../../archive/backup-names.ts';
import { processGlobal } from '../../process-wide.ts';

/**
 * The name of the index a restore makes: `<group>-<UTC>-<8 hex of the backup's SHA-256>-<random>`. The time is the
 * moment of the first plan, so that a plan made again (which is what applying does) names the same index; the hash tells
 * from which backup a half-filled index was being made, whoever looks.
 */
export function restoredName(group: string, backupSha256: string, taken: (name: string) => boolean): string {
  const key = `${group.toLowerCase()} ${backupSha256}`;
  const known = names().get(key);
  if (known !== undefined && performance.now() - known.at < KEPT_MS && !taken(known.name)) return known.name;
  // An alias may have capitals, an index may not.
  const name = `${group.toLowerCase()}-${stampOf(new Date())}-${backupSha256.slice(0, 8)}-${uuidRest()}`;
  names().set(key, { name, at: performance.now() });
  return name;
}

/** Whether a restore of this very backup made the index. */
export const isMadeFrom = (index: string, group: string, backupSha256: string): boolean =>
  index.startsWith(`${group.toLowerCase()}-`) && new RegExp(`z-${backupSha256.slice(0, 8)}-[0-9a-f-]+$`).test(index);

const KEPT_MS = 60 * 60_000;
const names = processGlobal('restored-names', () => new Map<string, { name: string; at: number }>());

/** The rest of a version 8 uuid, whose first eight digits are the backup's. */
function uuidRest(): string {
  const hex = randomBytes(12).toString('hex');
  return `${hex.slice(0, 4)}-8${hex.slice(5, 8)}-a${hex.slice(9, 12)}-${hex.slice(12)}`;
}
