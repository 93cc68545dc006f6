import { resolve } from 'node:path';
import type { BackupSummary } from '../../contract/backup.ts';
import { locateBackup } from './locate-backup.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { AppError } from '../../errors.ts';
import { summarise } from './list-backups.ts';

export interface BackupDescription {
  summary: BackupSummary;
  /** Indented JSON, numbers as they stand in the file; null where the file can't be read. */
  settings: string | null;
  mappings: string | null;
}

/** One backup without its documents. Throws `not_found`; a broken file is told in the summary. */
export async function describeBackup(directory: string, id: string): Promise<BackupDescription> {
  const path = await locateBackup(directory, id);
  const summary = await summarise(resolve(directory), id);
  if (summary === null) throw new AppError('not_found', `There is no backup ${id}.`);
  if (summary.condition.state !== 'whole') return { summary, settings: null, mappings: null };
  const backup = await openBackup(path);
  try {
    return {
      summary,
      settings: JSON.stringify(backup.settings, null, 2),
      mappings: JSON.stringify(backup.mappings, null, 2),
    };
  } finally {
    await backup.close();
  }
}

export interface SampleDocument {
  action: string;
  source: string;
  /** Of the whole source. */
  bytes: number;
  cut: boolean;
}

/** The first documents of a backup as they stand in the file; each source cut at `mostBytes`. */
export async function sampleDocuments(
  directory: string,
  id: string,
  options: { count: number; mostBytes: number; signal?: AbortSignal },
): Promise<SampleDocument[]> {
  const backup = await openBackup(await locateBackup(directory, id), options.signal);
  const documents: SampleDocument[] = [];
  try {
    for await (const { bytes, bounds, pairs } of backup.pairs(options.signal)) {
      for (let pair = 0; pair < pairs && documents.length < options.count; pair++) {
        const [actionStart, actionEnd, sourceStart, sourceEnd] = bounds.slice(pair * 4, pair * 4 + 4) as [
          number,
          number,
          number,
          number,
        ];
        const cut = sourceEnd - sourceStart > options.mostBytes;
        documents.push({
          action: bytes.toString('utf8', actionStart, actionEnd),
          source: bytes.toString('utf8', sourceStart, cut ? sourceStart + options.mostBytes : sourceEnd),
          bytes: sourceEnd - sourceStart,
          cut,
        });
      }
      if (documents.length >= options.count) break;
    }
  } finally {
    await backup.close();
  }
  return documents;
}
