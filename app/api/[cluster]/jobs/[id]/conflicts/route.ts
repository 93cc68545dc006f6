import { jobAddress } from '@/lib/contract/job-page.ts';
import { assertMayReadRejected } from '@/lib/pages/foreign-documents.ts';
import { loadConflicts } from '@/lib/pages/load-conflicts.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, admit: assertMayReadRejected },
  ({ context, params }) => loadConflicts(context.cluster, params.id),
);
