import { jobAddress } from '@/lib/contract/job-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { assertMayReadRejected } from '@/lib/pages/foreign-documents.ts';
import { loadRejected } from '@/lib/pages/load-rejected.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, admit: assertMayReadRejected },
  ({ context, params }) => loadRejected(context.cluster, params.id),
);
