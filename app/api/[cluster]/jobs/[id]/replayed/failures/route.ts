import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { fileStream } from '@/lib/files/file-stream.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';
import { assertMayReadBodies, openFailures } from '@/lib/pages/load-replayed.ts';
import { recordFailuresDownload } from '@/lib/pages/record-failures-download.ts';
import { defineRoute } from '@/lib/route.ts';

/** What was not applied, with the captured bodies. Who downloaded it is recorded before the first byte is sent. */
export const GET = defineRoute(
  { needs: 'replay', params: jobAddress, admit: assertMayReadBodies },
  ({ context, params, request, signal }) =>
    limitedDownload(context, request, async () => {
      const { handle, bytes } = await openFailures(context.cluster, params.id);
      try {
        recordFailuresDownload(context, params.id);
      } catch (error) {
        await handle.close();
        throw error;
      }
      return fileResponse(fileStream(handle, bytes, signal), {
        bytes,
        name: `failures-of-job-${params.id}.gor`,
        type: 'application/octet-stream',
      });
    }),
);
