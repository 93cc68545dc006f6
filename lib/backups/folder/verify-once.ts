import type { Verification } from '../../contract/backup.ts';
import type { Run } from '../../running/run.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { pathOf, type PlacedFile } from '../../files/place.ts';
import { stampOf } from '../../files/protocol.ts';
import { verifyBackup } from './verify-backup.ts';
import { processGlobal } from '../../process-wide.ts';

interface CachedVerification {
  stamp: string;
  verification: Verification;
}

const verifications = processGlobal('verifications', () => new Map<string, CachedVerification>());
const MAX_VERIFICATIONS = 500;

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
  const cached = verifications().get(path);
  if (cached && before !== '' && cached.stamp === before) return cached.verification;
  const verification = await verifyBackup(place, run);
  if ((await readStamp(place, run.signal)) === before) {
    verifications().delete(path);
    verifications().set(path, { stamp: before, verification });
    for (const oldest of verifications().keys()) {
      if (verifications().size <= MAX_VERIFICATIONS) break;
      verifications().delete(oldest);
    }
  }
  return verification;
}

const readStamp = ({ directory, path, followLinks }: PlacedFile, signal: AbortSignal): Promise<string> =>
  filesOf(directory, signal)
    .look(path, { followLinks })
    .then(
      ({ facts }) => stampOf(facts),
      (error: unknown) => {
        if (isAppError(error)) throw error;
        return '';
      },
    );
