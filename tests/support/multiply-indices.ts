import type { FaultyProxy, ProxiedRequest } from './faulty-proxy.ts';

/** The first part of the names of indices and aliases that are multiplied: "many-2018-01-08t03-00-00z-aaaa". */
export const STEM = 'many';

type Json = { [key: string]: unknown };

/**
 * Makes the proxy's lists of indices contain `times` copies of each index whose name begins with STEM: the real
 * server's entries, repeated with other names and uuids. Requests for one index pass unchanged.
 */
export function multiplyIndices(proxy: FaultyProxy, times: number): void {
  const responses = new Map<string, Buffer>();
  proxy.inject({
    match: isListRequest,
    fault: ({ method, path }) => ({
      kind: 'rewrite',
      body: (body) => {
        const key = `${method} ${path}`;
        const response = responses.get(key) ?? Buffer.from(multiplyResponse(body.toString('utf8'), times));
        responses.set(key, response);
        return response;
      },
    }),
  });
}

function isListRequest({ path }: ProxiedRequest): boolean {
  const [address, query = ''] = path.split('?') as [string, string?];
  const { pathname } = new URL(address, 'http://any');
  if (pathname === '/_cluster/health') return query.includes('level=indices');
  return /^\/\*(,[^/]*)?\/(_settings|_alias|_stats|_search|_mapping)/.test(decodeURIComponent(pathname));
}

function multiplyResponse(text: string, times: number): string {
  const response = JSON.parse(text) as Json;
  const { aggregations } = response as { aggregations?: { indices: { buckets: { key: string }[] } } };
  if (aggregations) {
    const buckets = aggregations.indices.buckets.flatMap((bucket) =>
      bucket.key.startsWith(STEM)
        ? Array.from({ length: times }, (_, n) => ({ ...bucket, key: rename(bucket.key, n) }))
        : [bucket],
    );
    return JSON.stringify({ ...response, aggregations: { indices: { buckets } } });
  }
  if (response['indices'] !== undefined) {
    const { indices, ...rest } = response as { indices: Json };
    const others = JSON.stringify(rest).slice(1, -1);
    return `{${others === '' ? '' : `${others},`}"indices":${copyEntries(indices, times)}}`;
  }
  return copyEntries(response, times);
}

function copyEntries(byName: Json, times: number): string {
  const parts = Object.entries(byName).flatMap(([name, value]) => {
    const part = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    return name.startsWith(STEM) ? Array.from({ length: times }, (_, n) => rename(part, n)) : [part];
  });
  return `{${parts.join(',')}}`;
}

const rename = (text: string, n: number): string =>
  text
    .replaceAll(STEM, `${STEM}-${String(n).padStart(6, '0')}`)
    .replace(/"index\.uuid":"[^"]{6}/, `"index.uuid":"${String(n).padStart(6, '0')}`);
