import type { SampleDocument } from '../contract/api.ts';
import type { BackupSource } from './source.ts';

/** The first documents of a backup as they are written in the file; each source cut at `mostBytes`. */
export async function sampleDocuments(
  source: BackupSource,
  id: string,
  options: { count: number; mostBytes: number; signal?: AbortSignal },
): Promise<SampleDocument[]> {
  const backup = await source.open(id, options.signal);
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
