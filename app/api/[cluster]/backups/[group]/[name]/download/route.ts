import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { backupAddress } from '@/lib/contract/backup-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { readBackups, backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';

export const GET = defineRoute({ needs: 'download', params: backupAddress }, ({ context, params, request, signal }) =>
  limitedDownload(context, request, async () => {
    const { bytes, stream } = await readBackups(context.cluster, (source, opening) =>
      source.download(backupIdOf(params), opening),
    );
    return fileResponse(stream(signal), { bytes, name: params.name, type: 'application/zip' });
  }),
);
