import { openBackup } from '../../archive/read-backup.ts';
import type { BackupDescription } from '../source.ts';
import { inThread } from '../../thread/run-in-thread.ts';
import { noSuchBackup } from './backup-id.ts';
import type { BackupStore } from './store.ts';
import { summariseBackup } from './summarise-backup.ts';

/** Of settings, and of mappings. Mappings of a thousand fields are shorter; a download has the whole text. */
const MAX_CHARACTERS = 200_000;

/** One backup without its documents. Throws `not_found`; the summary says that a file is broken. */
export async function describeBackup(store: BackupStore, id: string, signal?: AbortSignal): Promise<BackupDescription> {
  const summary = await summariseBackup(store, id, signal);
  if (summary === null) throw noSuchBackup(id);
  if (summary.condition.state !== 'whole') return { summary, settings: null, mappings: null };
  const backup = await openBackup(store.file(id, { displayed: true }), signal);
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
