import type { Verification } from '../../contract/backup.ts';
import type { Run } from '../../running/run.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { pathOf, type PlacedFile } from '../../files/place.ts';
import { stampOf } from '../../files/protocol.ts';
import { verifyBackup } from './verify-backup.ts';
import { processGlobal } from '../../process-wide.ts';

interface Remembered {
  stamp: string;
  verification: Verification;
}

const remembered = processGlobal('verifications', () => new Map<string, Remembered>());
const KEPT = 500;

/**
 * `verifyBackup`, unless this very file (size, times, inode) was read to its end by this process before: a plan that is
 * made again must not read gigabytes again. A restore reads the file once more while it loads, CRC and all.
 */
export async function verifyOnce(
  place: PlacedFile,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<Verification> {
  const before = await stampNow(place, run.signal);
  const path = pathOf(place);
  const known = remembered().get(path);
  if (known && before !== '' && known.stamp === before) return known.verification;
  const verification = await verifyBackup(place, run);
  if ((await stampNow(place, run.signal)) === before) {
    remembered().delete(path);
    remembered().set(path, { stamp: before, verification });
    for (const oldest of remembered().keys()) {
      if (remembered().size <= KEPT) break;
      remembered().delete(oldest);
    }
  }
  return verification;
}

const stampNow = ({ directory, path, followLinks }: PlacedFile, signal: AbortSignal): Promise<string> =>
  filesOf(directory, signal)
    .stat(path, { followLinks })
    .then(
      ({ facts }) => stampOf(facts),
      (error: unknown) => {
        if (isAppError(error)) throw error;
        return '';
      },
    );
