import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bucket } from '../../buckets/bucket.ts';
import { newProcessMark, processOfMark } from '../../process-mark.ts';

const FOLDER = 'unfinished-uploads';
/** The end of a note's name whose upload could not be aborted, though the process lives. */
const ABANDONED = '.abandoned.json';

const content = z.object({ bucket: z.string(), endpoint: z.string(), key: z.string(), uploadId: z.string() });

/** None of its methods throws: a store can abort old uploads by a rule of its own. */
export interface NotedUpload {
  /** The upload goes on: a process of another container can tell by the time of the note alone. */
  touch(): Promise<void>;
  /** It was completed or aborted. */
  remove(): Promise<void>;
  /** It could not be aborted: the next backup tries again. */
  abandon(): Promise<void>;
}

/** Notes on this machine that an upload was begun, so that a later process can abort it if this one dies. Never throws. */
export async function noteUpload(
  directory: string,
  { name, place }: Bucket,
  key: string,
  uploadId: string,
): Promise<NotedUpload> {
  const file = join(directory, FOLDER, `${newProcessMark()}.json`);
  const note: z.infer<typeof content> = { bucket: name, endpoint: place.endpoint, key, uploadId };
  const quietly = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      () => undefined,
    );
  await quietly(
    mkdir(join(directory, FOLDER), { recursive: true }).then(() =>
      writeFile(file, JSON.stringify(note), { mode: 0o600 }),
    ),
  );
  return {
    touch: () => quietly(utimes(file, new Date(), new Date())),
    remove: () => quietly(rm(file, { force: true })),
    abandon: () => quietly(rename(file, file.replace(/\.json$/, ABANDONED))),
  };
}

/** Aborts what dead processes of this machine began in this bucket, and what was abandoned. Never throws. */
export async function abortDeadUploads(directory: string, bucket: Bucket, signal?: AbortSignal): Promise<void> {
  const names = await readdir(join(directory, FOLDER)).catch(() => []);
  for (const name of names) {
    const file = join(directory, FOLDER, name);
    try {
      const { mtimeMs } = await stat(file);
      const isDead = name.endsWith(ABANDONED) || processOfMark(name.replace(/\.json$/, ''), mtimeMs) === 'dead';
      if (!isDead) continue;
      const note = content.parse(JSON.parse(await readFile(file, 'utf8')));
      if (note.bucket !== bucket.name || note.endpoint !== bucket.place.endpoint) continue;
      await bucket.abortUpload(note.key, note.uploadId, signal);
      await rm(file, { force: true });
    } catch {
      if (signal?.aborted) return;
    }
  }
}
