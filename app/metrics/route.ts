import { setTypeAndLength } from '@/lib/access/current-response.ts';
import { mayReadMetrics } from '@/lib/access/may-read-metrics.ts';
import { isCrossSite } from '@/lib/access/origin.ts';
import { CONTENT_TYPE } from '@/lib/metrics/sheet.ts';
import { metricsText } from '@/lib/metrics/scrape.ts';

/** For Prometheus, with a token or from this machine (docs/monitoring.md). A refusal does not say which of them is configured. */
export async function GET({ headers }: Request): Promise<Response> {
  if (isCrossSite(headers)) return plain(403, 'This request came from another site, and was refused.\n');
  if (!mayReadMetrics(headers))
    return plain(401, 'Not authorised to read the metrics.\n', { 'www-authenticate': 'Bearer realm="metrics"' });
  const response = plain(200, await metricsText(), { 'content-type': CONTENT_TYPE });
  setTypeAndLength(response);
  return response;
}

const plain = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });

export const dynamic = 'force-dynamic';
