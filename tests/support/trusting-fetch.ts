import { request } from 'node:https';

/** A `fetch` that also trusts the given authority. It follows no redirect. */
export const trustingFetch =
  (authority: string) =>
  (
    url: string | URL,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        { method: init.method ?? 'GET', headers: init.headers ?? {}, ca: authority, agent: false },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () => {
            const headers = new Headers();
            for (let at = 0; at < incoming.rawHeaders.length; at += 2)
              headers.append(incoming.rawHeaders[at]!, incoming.rawHeaders[at + 1]!);
            const status = incoming.statusCode ?? 0;
            resolve(new Response([204, 205, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      outgoing.once('error', reject);
      outgoing.end(init.body);
    });
