import { setTimeout as delay } from 'node:timers/promises';
import { filesOf, type Files, type NewFile } from '../files/files.ts';
import { newProcessMark, processOfMark } from '../process-mark.ts';
import type { WriteSpeed } from './words/folder.ts';

/** Hidden, and no zip: no list of backups shows it, also if a killed check leaves it. */
const PREFIX = '.restore-desk-doctor-';
const SUFFIX = '.partial';
const BYTES = 8 * 1024 ** 2;
const SMALL_BYTES = 4_096;
const SYNCS = 5;
const REMOVE_WITHIN_MS = 5_000;

/**
 * Writes a file of 8 MB into an existing folder, measures, and removes it; first those that killed processes left there. Throws the
 * errors of the system, AppError disk where the folder does not answer, and `cancelled`.
 */
export async function measureWriting(folder: string, signal: AbortSignal): Promise<Omit<WriteSpeed, 'folder'>> {
  const files = filesOf(folder, signal);
  await removeLeftovers(files);
  const path = `${PREFIX}${newProcessMark()}${SUFFIX}`;
  let file: NewFile | null = null;
  try {
    file = await files.create(path);
    return await measure(file);
  } finally {
    file?.close();
    await remove(folder, path);
  }
}

async function measure(file: NewFile): Promise<Omit<WriteSpeed, 'folder'>> {
  const startedMs = performance.now();
  await file.write(Buffer.alloc(BYTES, 'restore-desk doctor '), 0);
  await file.sync();
  const writeMs = performance.now() - startedMs;
  const syncs: number[] = [];
  for (let at = 0; at < SYNCS; at++) {
    const beganMs = performance.now();
    await file.write(Buffer.alloc(SMALL_BYTES, String(at)), at * SMALL_BYTES);
    await file.sync();
    syncs.push(performance.now() - beganMs);
  }
  return { bytes: BYTES, writeMs, fsyncMs: syncs.sort((one, other) => one - other)[Math.floor(SYNCS / 2)]! };
}

/** Without the signal, which may be aborted; waits 5 s at most for a disk that hangs. Never throws. */
const remove = (folder: string, path: string): Promise<void> =>
  Promise.race([
    filesOf(folder)
      .remove(path)
      .catch(() => undefined),
    delay(REMOVE_WITHIN_MS, undefined, { ref: false }),
  ]);

async function removeLeftovers(files: Files): Promise<void> {
  for (const entry of await files.list().catch(() => [])) {
    if (entry.kind !== 'file' || !entry.name.startsWith(PREFIX) || !entry.name.endsWith(SUFFIX)) continue;
    const mark = entry.name.slice(PREFIX.length, -SUFFIX.length);
    if (processOfMark(mark, entry.facts.mtimeMs) === 'dead') await files.remove(entry.name).catch(() => undefined);
  }
}
