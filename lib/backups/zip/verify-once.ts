import { LRUCache } from 'lru-cache';
import type { Verification } from '../../contract/backup.ts';
import { processGlobal } from '../../process-wide.ts';
import type { ReadRun } from '../source.ts';
import type { BackupStore } from './store.ts';
import { verifyBackup } from './verify-backup.ts';

/** By path. */
const verifications = processGlobal(
  'verifications',
  () => new LRUCache<string, { stamp: string; verification: Verification }>({ max: 500 }),
);

/**
 * `verifyBackup`, cached for a file that has not changed, so that a plan made again does not read gigabytes again. A restore
 * checks the CRC-32 of the file again while it loads.
 */
export async function verifyOnce(store: BackupStore, id: string, run: ReadRun): Promise<Verification> {
  const before = await readStamp(store, id, run.signal);
  const path = store.pathOf(id);
  const known = verifications().get(path);
  if (known && before !== null && known.stamp === before) return known.verification;
  const verification = await verifyBackup(store.file(id), run);
  if (before !== null && (await readStamp(store, id, run.signal)) === before)
    verifications().set(path, { stamp: before, verification });
  return verification;
}

const readStamp = async (store: BackupStore, id: string, signal: AbortSignal): Promise<string | null> =>
  (await store.stat(id, signal))?.stamp ?? null;
