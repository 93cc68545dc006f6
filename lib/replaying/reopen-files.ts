import { captureFiles } from '../captures/capture-files.ts';
import { captureFilesIn } from '../captures/captures-folder.ts';
import { fingerprintOf } from '../captures/fingerprint.ts';
import type { CaptureFile } from '../captures/found.ts';
import { AppError } from '../errors.ts';

interface EarlierFile {
  path: string;
  bytes: number;
  fingerprint: string;
}

/**
 * The files of a plan, up to the size that they had. A file may have grown since. `folder` null: the paths are those of a
 * command line. Throws `plan_changed` where one has changed or is gone, `disk`, `cancelled`.
 */
export async function reopenFiles(
  folder: string | null,
  earlier: readonly EarlierFile[],
  signal: AbortSignal,
): Promise<CaptureFile[]> {
  const listed = folder === null ? null : await captureFilesIn(folder, signal);
  const files: CaptureFile[] = [];
  for (const { bytes, fingerprint, path } of earlier) {
    const [found] = listed?.filter((file) => file.path === path) ?? (await captureFiles([path]));
    const current = found === undefined || found.bytes < bytes ? null : await fingerprintOf(found, signal, bytes);
    if (found === undefined || current !== fingerprint)
      throw new AppError('plan_changed', `The captured file ${path} has changed since this was planned.`, {
        hint: 'It was rotated, or written again. Plan the replay again; the results of this job say what was sent.',
      });
    files.push(upTo(found, bytes));
  }
  return files;
}

const upTo = (file: CaptureFile, bytes: number): CaptureFile => ({
  ...file,
  bytes,
  open: (signal, { start = 0, end = bytes } = {}) => file.open(signal, { start, end }),
});
