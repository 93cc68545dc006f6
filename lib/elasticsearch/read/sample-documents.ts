import type { DocumentTokens } from '../../json/document-tokens.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { PageParser } from './page-parser.ts';
import { readPage, sourceOption } from './read-page.ts';

/** A random sample of an index, as of its last refresh. */
export async function sampleDocuments(
  cluster: Cluster,
  index: string,
  size: number,
  visit: (document: DocumentTokens) => void,
  signal: AbortSignal,
): Promise<void> {
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    query: { allow_partial_search_results: false },
    body: {
      size,
      query: { function_score: { query: { match_all: {} }, random_score: {} } },
      ...sourceOption(capabilities),
    },
    signal,
  } as const;
  await readPage(cluster, request, new PageParser(visit), () => null);
}
