import { request as http } from 'node:http';
import { request as https } from 'node:https';

export interface Credentials {
  username: string;
  password: string;
  /** A client certificate and its key in PEM form, for a server that asks for one. */
  client?: { cert: string; key: string };
}

/** One plain request to a server of ours; certificates are not looked at. Rejects when there is no whole answer in time. */
export function ask(
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
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
