import { configuration } from '@/lib/config.ts';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import type { ImportPlace } from '@/lib/contract/import-place.ts';
import { filesOf } from '@/lib/files/files.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import type { ImportWork } from '@/lib/kinds/import/schema.ts';
import { receiveUpload, removeUploadAfter, stagingOf } from '@/lib/pages/uploads.ts';
import { defineRoute } from '@/lib/route.ts';
import { defineUpload } from '@/lib/upload-route.ts';

/** What may be uploaded. */
export const GET = defineRoute({ needs: 'import' }, async ({ context: { cluster }, signal }): Promise<ImportPlace> => {
  const freeBytes = await filesOf(stagingOf(cluster), signal)
    .freeBytes()
    .catch(() => null);
  return { ...configuration().import, directory: sourcePlace(cluster.backupSource), freeBytes };
});

/** The body is the file, `?name=` its name. Starts the job when the last byte is on the disk. */
export const POST = defineUpload(async (upload, { actor, cluster }) => {
  const directory = stagingOf(cluster);
  const job = await receiveUpload(directory, upload, (zip) => {
    const { backupSource: source, key } = cluster;
    const work: ImportWork = { kind: 'import', source, zips: [zip], limits: configuration().import };
    return jobs.start({ cluster: key, actor, work });
  });
  removeUploadAfter(directory, job.id);
  return { job: job.id };
});
