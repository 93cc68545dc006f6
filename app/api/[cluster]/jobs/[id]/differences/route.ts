import { differencesQuery } from '@/lib/contract/comparison-page.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { assertMayReadDifferences, loadDifferences } from '@/lib/pages/load-comparison.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, query: differencesQuery, admit: assertMayReadDifferences },
  ({ context, params, query, signal }) => loadDifferences(context.cluster, params.id, query, signal),
);
