import { jobAddress } from '@/lib/contract/job-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { admitToRejected } from '@/lib/pages/foreign-documents.ts';
import { loadRejected } from '@/lib/pages/load-rejected.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, admit: admitToRejected },
  ({ context, params }) => loadRejected(context.cluster, params.id),
);
