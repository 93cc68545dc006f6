import type { Place } from '../../backups/sources.ts';
import type { ContentCheck } from '../../contract/load-outcome.ts';
import type { DocumentRate } from '../../loading/document-rate.ts';
import { checkDocuments } from '../../proving/check-documents.ts';
import type { Run } from '../../running/run.ts';
import type { RestorePlan } from '../restore/schema.ts';

/** Looks up each document of the backup, for an index that is known to differ: the digests don't say in how many. */
export async function countEqual(
  { backups, cluster }: Place,
  { backup, target }: RestorePlan,
  run: Run<never>,
  rate: DocumentRate | undefined,
): Promise<ContentCheck> {
  const file = await backups.open(backup.ref, run.signal);
  try {
    return await checkDocuments(
      cluster,
      target.index,
      {
        blocks: file.pairs(run.signal),
        documents: backup.documents,
        digest: backup.digest,
        notLoaded: 0,
        rejected: 0,
        type: target.type,
        rate,
      },
      run,
    );
  } finally {
    await file.close();
  }
}
