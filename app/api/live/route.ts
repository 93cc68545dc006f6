/** For whoever watches the process: it answers, and says nothing else. */
export const GET = (): Response =>
  new Response('ok\n', { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });

export const dynamic = 'force-dynamic';
