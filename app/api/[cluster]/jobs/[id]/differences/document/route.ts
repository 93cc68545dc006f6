import { differentDocumentQuery } from '@/lib/contract/comparison-page.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { assertMayReadDifferences, loadDifferentDocument } from '@/lib/pages/load-comparison.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, query: differentDocumentQuery, admit: assertMayReadDifferences },
  ({ context, params, query, signal }) => loadDifferentDocument(context.cluster, params.id, query, signal),
);
