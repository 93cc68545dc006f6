import type { RestoreEstimate } from '../kinds/restore/review.ts';
import { backupUri, type BackupRef } from '../contract/backup-ref.ts';
import type { DrilledBackup } from '../contract/drilled.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';

export interface PastRestore {
  /** Of the backup’s documents, uncompressed. */
  bytes: number;
  seconds: number;
}

/** A restore counts when it is at most this much smaller or larger: start and end weigh differently in others. */
const SIMILAR_FACTOR = 10;
const MAX_RESTORES = 5;

/**
 * The duration of a restore, from the newest past restores of a similar size; null: there are none. One that continues a
 * half-filled index sends every document again. `past`: newest first. Pure.
 */
export function estimateOf(
  { objectsBytes: bytes }: Pick<RestorePlan['backup'], 'objectsBytes'>,
  past: readonly PastRestore[],
): Extract<RestoreEstimate, { restores: number }> | null {
  const rates = past
    .filter((one) => one.seconds > 0 && isSimilar(one.bytes, bytes))
    .slice(0, MAX_RESTORES)
    .map((one) => one.bytes / one.seconds);
  return rates.length === 0
    ? null
    : { restores: rates.length, fromSeconds: bytes / Math.max(...rates), toSeconds: bytes / Math.min(...rates) };
}

/** A zip file of which the restore is planned. */
export interface RestoredFile {
  ref: BackupRef;
  fileBytes: number;
  /** null: its index has none. */
  alias: string | null;
}

/**
 * The duration of a restore by the drill of the same file, else by the newest drill of a file of its alias of a similar size; null:
 * there is none. A drill of limited speed, or on another cluster, says nothing. `drilled`: by `backupUri`. Pure.
 */
export function estimateByDrill(
  { alias, fileBytes, ref }: RestoredFile,
  drilled: ReadonlyMap<string, DrilledBackup>,
): Extract<RestoreEstimate, { drill: object }> | null {
  const own = drilled.get(backupUri(ref));
  if (own && isAsFast(own) && own.bytes === fileBytes)
    return { drill: { at: own.at, own: true }, seconds: own.seconds };
  if (alias === null) return null;
  const place = backupUri({ ...ref, id: '' });
  let newest: DrilledBackup | null = null;
  for (const [key, drill] of drilled)
    if (
      drill.alias === alias &&
      key.startsWith(place) &&
      isAsFast(drill) &&
      isSimilar(drill.bytes, fileBytes) &&
      (newest === null || drill.at > newest.at)
    )
      newest = drill;
  return newest && { drill: { at: newest.at, own: false }, seconds: newest.seconds * (fileBytes / newest.bytes) };
}

/** It took as long as a restore would. */
export const isAsFast = ({
  elsewhere,
  limited,
  ok,
  seconds,
}: Pick<DrilledBackup, 'elsewhere' | 'limited' | 'ok' | 'seconds'>): boolean =>
  ok && !limited && !elsewhere && seconds > 0;

const isSimilar = (bytes: number, other: number): boolean =>
  bytes > 0 && other > 0 && bytes >= other / SIMILAR_FACTOR && bytes <= other * SIMILAR_FACTOR;
