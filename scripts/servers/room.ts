import { mkdirSync, statfsSync } from 'node:fs';
import { MissingPiece } from './missing-piece.ts';

const GB = 1024 ** 3;
/** Below it, by the watermarks that start-server.ts sets, an index gets no shards: its making would wait, and say nothing of the disk. */
const NEEDED = 3 * GB;

export function needRoom(folder: string, needed = NEEDED): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  const free = `${((bavail * bsize) / GB).toFixed(1)} GB free`;
  throw new MissingPiece(
    `The disk of ${folder} has only ${free}, and Elasticsearch needs ${String(needed / GB)} GB to place its shards: ` +
      'make room, or name another folder (RESTORE_DESK_CACHE).',
  );
}
