import type { Readable } from 'node:stream';
import { BUNDLE_COMMENT } from '../archive/bundle-comment.ts';
import type { BackupSource } from '../backups/source.ts';
import { AppError } from '../errors.ts';
import { storedSize } from './stored-size.ts';
import { exactly, zipStream, type ZipPart } from './zip-stream.ts';

interface Stamped {
  id: string;
  bytes: number;
  /** Differs after every change of the file. */
  text: string;
}

/** `bytes`: of the whole zip; null: not known before it is written. */
export interface BackupBundle {
  bytes: number | null;
  stream(signal: AbortSignal): Readable;
}

/**
 * Several backups as one zip, `<alias>/<file>.zip` each, stored as they are. Their sizes are those of now: the stream fails where
 * a backup changes or disappears before its last byte was read. Throws `not_found`, `disk`.
 */
export async function bundleBackups(
  source: BackupSource,
  ids: readonly string[],
  opening: AbortSignal,
): Promise<BackupBundle> {
  const backups: Stamped[] = [];
  for (const id of new Set(ids)) {
    const { bytes, text } = await source.stamp(id, opening);
    backups.push({ id, bytes, text });
  }
  return {
    bytes: storedSize(
      backups.map(({ bytes, id }) => ({ name: id, bytes })),
      BUNDLE_COMMENT,
    ),
    stream: (signal) => zipStream(partsOf(source, backups, new Date()), signal, BUNDLE_COMMENT),
  };
}

const partsOf = (source: BackupSource, backups: readonly Stamped[], at: Date): ZipPart[] =>
  backups.map((backup) => ({
    name: backup.id,
    modifiedAt: at,
    method: 'store',
    content: (signal) => read(source, backup, signal),
  }));

async function* read(source: BackupSource, { bytes, id, text }: Stamped, signal: AbortSignal): AsyncGenerator<Buffer> {
  const opened = await source.download(id, signal);
  const stream = opened.stream(signal);
  try {
    if (opened.bytes !== bytes) throw changed(id);
    yield* exactly(stream as AsyncIterable<Buffer>, bytes, `The backup ${id}`);
    // The bytes may be of a file that was written to, or replaced, meanwhile.
    if ((await source.stamp(id, signal)).text !== text) throw changed(id);
  } finally {
    stream.destroy();
  }
}

const changed = (id: string): AppError =>
  new AppError('disk', `The backup ${id} has changed while it was read.`, { hint: 'Download it again.' });
