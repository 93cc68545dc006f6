import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { fileStream } from '@/lib/files/file-stream.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';
import { assertMayReadRejected } from '@/lib/pages/foreign-documents.ts';
import { openConflicts } from '@/lib/pages/load-conflicts.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, admit: assertMayReadRejected },
  ({ context, params, request, signal }) =>
    limitedDownload(context, request, async () => {
      const { handle, bytes } = await openConflicts(context.cluster, params.id);
      return fileResponse(fileStream(handle, bytes, signal), {
        bytes,
        name: `conflicts-of-job-${params.id}.ndjson`,
        type: 'application/x-ndjson',
      });
    }),
);
