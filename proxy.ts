import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { callerOf, clientAddress } from './lib/access/client-address.ts';
import { RateLimit } from './lib/access/rate-limit.ts';
import { isHttps, PATH_HEADER } from './lib/access/request-address.ts';
import { contentSecurityPolicy } from './lib/access/security-headers.ts';

/** A page polls a handful of addresses every few seconds; a shared office address has several people behind it. */
const reads = new RateLimit(100, 1000);
/** Changes, sign-ins. */
const writes = new RateLimit(20, 400);

/** Before every page, route and action: rates, and what a page may load. Methods, bodies, time and the other headers are checked before that, by the request guard. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development', isHttps(request.headers));
  const response = refusal(request) ?? goOn(request, nonce, policy);
  response.headers.set('content-security-policy', policy);
  return response;
}

function goOn(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  // Where somebody who has to sign in first wanted to go; a page can't see its own address.
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

function refusal(request: NextRequest): NextResponse | null {
  const { method } = request;
  const plain = (status: number, sentence: string, headers: Record<string, string> = {}) =>
    new NextResponse(`${sentence}\n`, {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
    });
  const waitSeconds = (method === 'POST' ? writes : reads).take(callerOf(clientAddress(request.headers)));
  if (waitSeconds > 0)
    return plain(429, `Too many requests. Try again in ${waitSeconds} s.`, { 'retry-after': String(waitSeconds) });
  return null;
}

export const config = {
  // Built files carry no secrets.
  // Next would copy an upload into memory; the request guard marks it (lib/access/upload-request.ts).
  matcher: [{ source: '/((?!_next/static/).*)', missing: [{ type: 'header', key: 'x-restore-desk-upload' }] }],
};
