import { stat } from 'node:fs/promises';
import type { Verification } from '../../contract/backup.ts';
import type { Run } from '../../running/run.ts';
import { verifyBackup } from './verify-backup.ts';
import { processWide } from '../../process-wide.ts';

interface Remembered {
  stamp: string;
  verification: Verification;
}

const remembered = processWide('verifications', () => new Map<string, Remembered>());
const KEPT = 500;

/**
 * `verifyBackup`, unless this very file (size, times, inode) was read to its end by this process before: a plan that is
 * made again must not read gigabytes again. A restore reads the file once more while it loads, CRC and all.
 */
export async function verifyOnce(file: string, run: Pick<Run, 'signal' | 'report' | 'log'>): Promise<Verification> {
  const before = await stampOf(file);
  const known = remembered().get(file);
  if (known && before !== '' && known.stamp === before) return known.verification;
  const verification = await verifyBackup(file, run);
  if ((await stampOf(file)) === before) {
    remembered().delete(file);
    remembered().set(file, { stamp: before, verification });
    for (const oldest of remembered().keys()) {
      if (remembered().size <= KEPT) break;
      remembered().delete(oldest);
    }
  }
  return verification;
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? '' : `${found.size} ${found.mtimeMs} ${found.ctimeMs} ${found.ino}`;
}
