import type { SampleDocument } from '../contract/backup-page.ts';
import type { BackupSource } from './source.ts';

/** A page needs the beginning of a few documents: a giant is not read to its end for that. */
const READ_BYTES = 16 * 1024 * 1024;

/** The first documents of a backup as they are written in the file; each line cut at `mostBytes`. */
export async function sampleDocuments(
  source: BackupSource,
  id: string,
  options: { count: number; mostBytes: number; signal?: AbortSignal },
): Promise<SampleDocument[]> {
  const backup = await source.open(id, options.signal);
  const documents: SampleDocument[] = [];
  try {
    let before = 0;
    for await (const { bytes, bounds, pairs, end } of backup.firstPairs(READ_BYTES, options.signal)) {
      for (let pair = 0; pair < pairs && documents.length < options.count; pair++) {
        const [actionStart, actionEnd, sourceStart, sourceEnd] = bounds.slice(pair * 4, pair * 4 + 4) as [
          number,
          number,
          number,
          number,
        ];
        const cut = sourceEnd - sourceStart > options.mostBytes;
        documents.push({
          action: bytes.toString('utf8', actionStart, Math.min(actionEnd, actionStart + options.mostBytes)),
          source: bytes.toString('utf8', sourceStart, cut ? sourceStart + options.mostBytes : sourceEnd),
          bytes: before + sourceEnd >= READ_BYTES ? null : sourceEnd - sourceStart,
          cut,
        });
      }
      if (documents.length >= options.count) break;
      before += end;
    }
  } finally {
    await backup.close();
  }
  return documents;
}
