import type { ReadableFile } from '../files/files.ts';
import { backupDamaged } from './damaged.ts';

/** Exactly `length` bytes. Throws `backup_damaged` where the file ends before. */
export async function readAt(file: ReadableFile, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, start + at);
    if (bytesRead === 0) throw backupDamaged(`The file ends at byte ${start + at}`);
    at += bytesRead;
  }
  return bytes;
}
