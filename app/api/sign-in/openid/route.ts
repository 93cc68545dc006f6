import { beginSignIn } from '@/lib/access/openid-connect.ts';
import { redirectToPath, redirectToProvider } from '@/lib/access/openid-routes.ts';
import { safeReturn } from '@/lib/access/session-cookie.ts';
import { configuration } from '@/lib/config.ts';
import { log } from '@/lib/log.ts';

/** Redirects the browser to the provider. */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = configuration();
  if (signIn.kind !== 'openid-connect') return redirectToPath('/sign-in');
  const refuse = (problem: 'data' | 'unreachable', error: unknown) => {
    log().error({ err: error }, 'A sign-in could not begin.');
    return redirectToPath(`/sign-in?problem=${problem}`);
  };
  let begun: Awaited<ReturnType<typeof beginSignIn>>;
  try {
    begun = await beginSignIn(signIn, safeReturn(new URL(request.url).searchParams.get('to')));
  } catch (error) {
    return refuse('unreachable', error);
  }
  return redirectToProvider(begun.url, begun.pending).catch((error: unknown) => refuse('data', error));
}
