import { jobAddress } from '@/lib/contract/api.ts';
import { fileStream } from '@/lib/file-stream.ts';
import { defineRoute } from '@/lib/route.ts';
import { fileResponse } from '@/lib/views/file-response.ts';
import { refuseForeignRejected } from '@/lib/views/foreign-documents.ts';
import { jobOn } from '@/lib/views/load-jobs.ts';
import { openRejected } from '@/lib/views/rejected.ts';

export const GET = defineRoute({ needs: 'read-documents', params: jobAddress }, async ({ context, params, signal }) => {
  await refuseForeignRejected(context, jobOn(context.cluster, params.id));
  const { handle, bytes } = await openRejected(context.cluster, params.id);
  return fileResponse(fileStream(handle, bytes, signal), {
    bytes,
    name: `rejected-of-job-${params.id}.ndjson`,
    type: 'application/x-ndjson',
  });
});
