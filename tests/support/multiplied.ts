import type { FaultyProxy, SeenRequest } from './faulty-proxy.ts';

/** Stands in the names of the real indices and aliases that are multiplied: "many-2018-01-08t03-00-00z-aaaa". */
export const STEM = 'many';

type Json = { [key: string]: unknown };

/**
 * From here on the server's lists name `times` copies of each index whose name begins with the stem: what a real server
 * answered, again and again under other names, with other uuids. Questions about one index go through as they are.
 */
export function multiply(proxy: FaultyProxy, times: number): void {
  const made = new Map<string, Buffer>();
  proxy.inject({
    match: isList,
    fault: ({ method, path }) => ({
      kind: 'rewrite',
      body: (body) => {
        const key = `${method} ${path}`;
        const known = made.get(key) ?? Buffer.from(multiplied(body.toString('utf8'), times));
        made.set(key, known);
        return known;
      },
    }),
  });
}

function isList({ path }: SeenRequest): boolean {
  const [where, query = ''] = path.split('?') as [string, string?];
  const { pathname } = new URL(where, 'http://any');
  if (pathname === '/_cluster/health') return query.includes('level=indices');
  return /^\/\*(,[^/]*)?\/(_settings|_alias|_stats|_search|_mapping)/.test(decodeURIComponent(pathname));
}

function multiplied(text: string, times: number): string {
  const answer = JSON.parse(text) as Json;
  const { aggregations } = answer as { aggregations?: { indices: { buckets: { key: string }[] } } };
  if (aggregations) {
    const buckets = aggregations.indices.buckets.flatMap((bucket) =>
      bucket.key.startsWith(STEM)
        ? Array.from({ length: times }, (_, n) => ({ ...bucket, key: renamed(bucket.key, n) }))
        : [bucket],
    );
    return JSON.stringify({ ...answer, aggregations: { indices: { buckets } } });
  }
  if (answer['indices'] !== undefined) {
    const { indices, ...rest } = answer as { indices: Json };
    const others = JSON.stringify(rest).slice(1, -1);
    return `{${others === '' ? '' : `${others},`}"indices":${copies(indices, times)}}`;
  }
  return copies(answer, times);
}

function copies(byName: Json, times: number): string {
  const parts = Object.entries(byName).flatMap(([name, value]) => {
    const part = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    return name.startsWith(STEM) ? Array.from({ length: times }, (_, n) => renamed(part, n)) : [part];
  });
  return `{${parts.join(',')}}`;
}

const renamed = (text: string, n: number): string =>
  text
    .replaceAll(STEM, `${STEM}-${String(n).padStart(6, '0')}`)
    .replace(/"index\.uuid":"[^"]{6}/, `"index.uuid":"${String(n).padStart(6, '0')}`);
