import { LRUCache } from 'lru-cache';
import type { Verification } from '../../contract/backup.ts';
import type { Run } from '../../running/run.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { pathOf, type PlacedFile } from '../../files/place.ts';
import { stampOf } from '../../files/protocol.ts';
import { verifyBackup } from './verify-backup.ts';
import { processGlobal } from '../../process-wide.ts';

/** By path; `stamp` is the file's size, times and inode. */
const verifications = processGlobal(
  'verifications',
  () => new LRUCache<string, { stamp: string; verification: Verification }>({ max: 500 }),
);

/**
 * `verifyBackup`, cached for a file that has not changed (size, times, inode), so that a plan made again does not read
 * gigabytes again. A restore checks the CRC-32 of the file again while it loads.
 */
export async function verifyOnce(
  place: PlacedFile,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<Verification> {
  const before = await readStamp(place, run.signal);
  const path = pathOf(place);
  const known = verifications().get(path);
  if (known && before !== '' && known.stamp === before) return known.verification;
  const verification = await verifyBackup(place, run);
  if ((await readStamp(place, run.signal)) === before) verifications().set(path, { stamp: before, verification });
  return verification;
}

const readStamp = ({ directory, path, followLinks }: PlacedFile, signal: AbortSignal): Promise<string> =>
  filesOf(directory, signal)
    .stat(path, { followLinks })
    .then(
      ({ facts }) => stampOf(facts),
      (error: unknown) => {
        if (isAppError(error)) throw error;
        return '';
      },
    );
