import { backupAddress } from '@/lib/contract/api.ts';
import { defineRoute } from '@/lib/route.ts';
import { idIn, openBackupFile } from '@/lib/views/backup-file.ts';
import { fileResponse } from '@/lib/views/file-response.ts';

export const GET = defineRoute({ needs: 'download', params: backupAddress }, async ({ context, params, signal }) => {
  const { handle, bytes } = await openBackupFile(context.cluster, idIn(params));
  return fileResponse(handle, { bytes, name: params.name, type: 'application/zip', signal });
});
