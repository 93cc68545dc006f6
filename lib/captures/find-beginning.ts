import type { CaptureFile } from './found.ts';
import { readRecordHeader } from './record-header.ts';
import { unpack } from './unpack.ts';

/** How a file begins. */
export interface Beginning {
  gzip: boolean;
  /**
   * copytruncate empties a file that GoReplay goes on writing at its old position: the file begins with as many NULs as
   * the rotated one has bytes, and the rest of a record follows.
   */
  leadingNuls: number;
  /** A record begins behind the NULs, not the rest of one. */
  beginsRecord: boolean;
}

const ENOUGH_BYTES = 512;

/** Reads no more than the NULs and the beginning of what is behind them. */
export async function findBeginning(file: CaptureFile, signal: AbortSignal): Promise<Beginning> {
  const unpacked = { gzip: false, problem: null };
  let leadingNuls = 0;
  let behind: Buffer = Buffer.alloc(0);
  for await (const bytes of unpack(file, unpacked, signal)) {
    const nuls = behind.length > 0 ? 0 : countNuls(bytes);
    leadingNuls += nuls;
    behind = Buffer.concat([behind, bytes.subarray(nuls, nuls + ENOUGH_BYTES)]);
    if (behind.length >= ENOUGH_BYTES) break;
  }
  const { state } = readRecordHeader(behind, 0, behind.length);
  return { gzip: unpacked.gzip, leadingNuls, beginsRecord: state === 'header' };
}

const ZEROS = Buffer.alloc(64 * 1024);

/** How many NULs the bytes begin with. A hole may be gigabytes long. */
function countNuls(bytes: Buffer): number {
  let count = 0;
  while (count + ZEROS.length <= bytes.length && ZEROS.equals(bytes.subarray(count, count + ZEROS.length)))
    count += ZEROS.length;
  while (count < bytes.length && bytes[count] === 0) count++;
  return count;
}
