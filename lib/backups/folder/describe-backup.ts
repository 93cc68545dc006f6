import { locateBackup } from './locate-backup.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { AppError } from '../../errors.ts';
import type { BackupDescription } from '../source.ts';
import { inThread } from '../../thread/run-in-thread.ts';
import { summariseBackup } from './summarise-backup.ts';

/** Of settings, and of mappings. Mappings of a thousand fields are shorter; a download has the whole text. */
const MAX_CHARACTERS = 200_000;

/** One backup without its documents. Throws `not_found`; the summary says that a file is broken. */
export async function describeBackup(directory: string, id: string, signal?: AbortSignal): Promise<BackupDescription> {
  await locateBackup(directory, id, signal);
  const summary = await summariseBackup(directory, id, signal);
  if (summary === null) throw new AppError('not_found', `There is no backup ${id}.`);
  if (summary.condition.state !== 'whole') return { summary, settings: null, mappings: null };
  const backup = await openBackup({ directory, path: id, followLinks: false }, signal);
  try {
    return {
      summary,
      ...(await inThread('describeDefinition', {
        definition: backup.definition,
        maxCharacters: MAX_CHARACTERS,
      })),
    };
  } finally {
    await backup.close();
  }
}
