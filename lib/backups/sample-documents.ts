import type { SampleDocument } from '../contract/backup-page.ts';
import type { BackupSource } from './source.ts';

/** Enough for the beginning of a few documents; a larger document is not read to its end. */
const MAX_READ_BYTES = 16 * 1024 * 1024;

/** The first documents of a backup as they are in the file; each line is cut at `maxLineBytes`. */
export async function sampleDocuments(
  source: BackupSource,
  id: string,
  options: { count: number; maxLineBytes: number; signal?: AbortSignal },
): Promise<SampleDocument[]> {
  const backup = await source.open(id, options.signal);
  const documents: SampleDocument[] = [];
  try {
    let readBytes = 0;
    for await (const { bytes, bounds, pairs, end } of backup.firstPairs(MAX_READ_BYTES, options.signal)) {
      for (let pair = 0; pair < pairs && documents.length < options.count; pair++) {
        const [actionStart, actionEnd, sourceStart, sourceEnd] = bounds.slice(pair * 4, pair * 4 + 4) as [
          number,
          number,
          number,
          number,
        ];
        const cut = sourceEnd - sourceStart > options.maxLineBytes;
        documents.push({
          action: bytes.toString('utf8', actionStart, Math.min(actionEnd, actionStart + options.maxLineBytes)),
          source: bytes.toString('utf8', sourceStart, cut ? sourceStart + options.maxLineBytes : sourceEnd),
          bytes: readBytes + sourceEnd >= MAX_READ_BYTES ? null : sourceEnd - sourceStart,
          cut,
        });
      }
      if (documents.length >= options.count) break;
      readBytes += end;
    }
  } finally {
    await backup.close();
  }
  return documents;
}
