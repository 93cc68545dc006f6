import { locateBackup } from './locate-backup.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { AppError } from '../../errors.ts';
import type { BackupDescription } from '../source.ts';
import { inThread } from '../../thread/run-in-thread.ts';
import { summarise } from './list-backups.ts';

/** Of settings, and of mappings: those of a thousand fields are shorter. The whole is in the file. */
const MOST_CHARACTERS = 200_000;

/** One backup without its documents. Throws `not_found`; a broken file is told in the summary. */
export async function describeBackup(directory: string, id: string, signal?: AbortSignal): Promise<BackupDescription> {
  await locateBackup(directory, id, signal);
  const summary = await summarise(directory, id, signal);
  if (summary === null) throw new AppError('not_found', `There is no backup ${id}.`);
  if (summary.condition.state !== 'whole') return { summary, settings: null, mappings: null };
  const backup = await openBackup({ directory, path: id, followLinks: false }, signal);
  try {
    return {
      summary,
      ...(await inThread('describeDefinition', {
        definition: backup.definition,
        maxCharacters: MOST_CHARACTERS,
      })),
    };
  } finally {
    await backup.close();
  }
}
