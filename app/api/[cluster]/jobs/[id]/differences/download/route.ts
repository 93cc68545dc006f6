import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';
import { assertMayReadDifferences, openDifferences } from '@/lib/pages/load-comparison.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, admit: assertMayReadDifferences },
  ({ context, params, request, signal }) =>
    limitedDownload(context, request, async () => {
      const { stream, bytes } = await openDifferences(context.cluster, params.id, signal);
      return fileResponse(stream, {
        bytes,
        name: `differences-of-job-${params.id}.ndjson`,
        type: 'application/x-ndjson',
      });
    }),
);
