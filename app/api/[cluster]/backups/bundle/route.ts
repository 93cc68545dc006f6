import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { defineRoute } from '@/lib/route.ts';
import { openBackupBundle } from '@/lib/pages/backup-bundle.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';

/** Several backups as one zip: `?backup=<id>&backup=<id>…`. */
export const GET = defineRoute({ needs: 'download' }, ({ context, request, signal }) =>
  limitedDownload(context, request, async () => {
    const { bytes, name, stream } = await openBackupBundle(context.cluster, request.url);
    return fileResponse(stream(signal), { bytes, name, type: 'application/zip' });
  }),
);
