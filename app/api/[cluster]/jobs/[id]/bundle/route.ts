import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { fileResponse } from '@/lib/pages/file-response.ts';
import { openIncidentBundle } from '@/lib/pages/incident-bundle.ts';
import { defineRoute } from '@/lib/route.ts';

/** What is known of a job, as one zip: each part by the permission that its page needs. */
export const GET = defineRoute({ needs: 'read', params: jobAddress }, ({ context, params, request, signal }) =>
  limitedDownload(context, request, async () => {
    const { name, stream } = await openIncidentBundle(context, params.id);
    return fileResponse(stream(signal), { bytes: null, name, type: 'application/zip' });
  }),
);
