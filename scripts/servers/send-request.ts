import { request as http } from 'node:http';
import { request as https } from 'node:https';

export interface Credentials {
  username: string;
  password: string;
  /** A client certificate and its key in PEM form, for a server that requires one. */
  client?: { cert: string; key: string };
}

/**
 * Sends one request to a test server, without checking its certificate. Rejects when the response is not complete in
 * time.
 */
export function sendRequest(
  url: string,
  options: { method?: string; body?: string; type?: string; auth?: Credentials; timeoutMs?: number } = {},
): Promise<{ status: number; text: string }> {
  const { method = 'GET', body, type = 'application/json', auth, timeoutMs = 5_000 } = options;
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? https : http)(
      url,
      {
        method,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(body === undefined ? {} : { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }),
          ...(auth
            ? { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
            : {}),
        },
        ...(url.startsWith('https:') ? { rejectUnauthorized: false, ...auth?.client } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
