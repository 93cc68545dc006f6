import { request } from 'node:https';

/** A `fetch` that trusts one authority more than Node does; it follows nothing by itself. */
export const trustingFetch =
  (authority: string) =>
  (
    url: string | URL,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> =>
    new Promise((resolve, reject) => {
      const asked = request(
        url,
        { method: init.method ?? 'GET', headers: init.headers ?? {}, ca: authority, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            const headers = new Headers();
            for (let at = 0; at < answer.rawHeaders.length; at += 2)
              headers.append(answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!);
            const status = answer.statusCode ?? 0;
            resolve(new Response([204, 205, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      asked.once('error', reject);
      asked.end(init.body);
    });
