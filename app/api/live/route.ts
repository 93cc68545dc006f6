/** The liveness check: the process answers. It reads nothing. */
export const GET = (): Response =>
  new Response('ok\n', { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });

export const dynamic = 'force-dynamic';
