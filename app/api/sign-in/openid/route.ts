import { answerAtPath, withSealedSignIn } from '@/lib/access/openid-routes.ts';
import { beginSignIn } from '@/lib/access/openid-connect.ts';
import { safeReturn } from '@/lib/access/session-cookie.ts';
import { configuration } from '@/lib/config.ts';
import { log } from '@/lib/log.ts';

/** Sends the browser to the provider. */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = configuration();
  if (signIn.kind !== 'openid-connect') return answerAtPath('/sign-in');
  const to = safeReturn(new URL(request.url).searchParams.get('to'));
  try {
    const { url, underWay } = await beginSignIn(signIn, to);
    return await withSealedSignIn(underWay, url);
  } catch (error) {
    log().error({ err: error }, 'A sign-in could not begin.');
    return answerAtPath('/sign-in?problem=unreachable');
  }
}
