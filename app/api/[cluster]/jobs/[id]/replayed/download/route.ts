import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { fileStream } from '@/lib/files/file-stream.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';
import { openResults } from '@/lib/pages/load-replayed.ts';
import { defineRoute } from '@/lib/route.ts';

/** What became of each request, without bodies. */
export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress },
  ({ context, params, request, signal }) =>
    limitedDownload(context, request, async () => {
      const { handle, bytes } = await openResults(context.cluster, params.id);
      return fileResponse(fileStream(handle, bytes, signal), {
        bytes,
        name: `results-of-job-${params.id}.ndjson`,
        type: 'application/x-ndjson',
      });
    }),
);
